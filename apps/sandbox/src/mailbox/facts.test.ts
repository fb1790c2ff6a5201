import { expect, it } from 'vitest';
import { describeFacts } from '../testing/describe-facts.ts';
import { startTestSandbox } from '../testing/test-sandbox.ts';
import { collectFacts } from './testing/collect-facts.ts';
import { envelopeFacts } from './testing/envelope-facts.ts';
import { createMailClient } from './testing/mail-client.ts';

describeFacts('The mailbox', [...collectFacts, ...envelopeFacts], (started, distort) => ({
  mail: createMailClient(started, distort),
  sandbox: started.sandbox,
}));

it('sends a bounce that programs can read, and none to the null sender', async () => {
  await using started = await startTestSandbox();
  const { sandbox } = started;
  const mail = createMailClient(started);
  await mail.order('PUT', '/mailbox/behaviour', {
    bounceRecipients: ['*'],
    bounceVia: new URL(sandbox.smtpUrl).host,
    bounceStatus: '4.4.1',
  });
  const envelopeFrom = 'bounce+d1@navette.example';
  await mail.send({ to: 'parti@logiciel.example', envelopeFrom, headers: { 'X-Navette-Delivery': 'd1' } });
  await mail.untilFirst(({ bounced }) => bounced !== null);
  // The bounce itself matches `*` too, and is not sent back.
  expect((await mail.list()).body).toHaveLength(2);
  const raw = await (await fetch(`${sandbox.mailboxUrl}/mail/2/raw`)).text();
  expect(raw).toMatch(/^Content-Type: multipart\/report; report-type=delivery-status;/m);
  expect(raw).toMatch(/^Content-Type: message\/delivery-status\r$/m);
  expect(raw).toMatch(
    /^Final-Recipient: rfc822; parti@logiciel\.example\r\n(.+\r\n)*Action: delayed\r\nStatus: 4\.4\.1\r$/m,
  );
  expect(raw).toMatch(/^Diagnostic-Code: smtp; 450 4\.4\.1 <parti@logiciel\.example>: Mailbox is busy/m);
  expect(raw).toMatch(/^Content-Type: text\/rfc822-headers\r\n\r\n(.+\r\n)*X-Navette-Delivery: d1\r$/m);
});

it('says of a mail why its bounce could not be sent', async () => {
  await using started = await startTestSandbox();
  const mail = createMailClient(started);
  await mail.order('PUT', '/mailbox/behaviour', { bounceRecipients: ['*'], bounceVia: '127.0.0.1:1' });
  await mail.send();
  const first = await mail.untilFirst(({ bounced }) => bounced !== null);
  expect(first.bounced).toMatchObject({ sentAt: null, error: expect.stringContaining('ECONNREFUSED') });
});

it('offers STARTTLS when it was told to', async () => {
  await using started = await startTestSandbox();
  const mail = createMailClient(started);
  expect((await mail.send({ startTls: true })).status).not.toBe(250);
  await mail.order('PUT', '/mailbox/behaviour', { startTls: true });
  expect((await mail.send({ startTls: true })).status).toBe(250);
});

it('obeys the same orders on its own port, forgets them at a reset, and refuses those it does not understand', async () => {
  await using started = await startTestSandbox();
  const { url, mailboxUrl } = started.sandbox;
  const put = (behaviour: object) =>
    fetch(`${mailboxUrl}/_sandbox/mailbox/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });
  const mail = createMailClient(started);
  expect(await (await put({ refuseRecipients: ['*'] })).json()).toMatchObject({ refuseRecipients: ['*'] });
  for (const wrong of [{ refuse: ['*'] }, { bounceVia: 'nowhere' }, { refuseRecipients: 'a@b' }, []]) {
    expect((await put(wrong)).status).toBe(400);
  }
  await fetch(`${mailboxUrl}/messages`, { method: 'DELETE' });
  expect((await mail.send()).status).toBe(550);
  await fetch(`${url}/_sandbox/reset`, { method: 'POST' });
  expect((await mail.send()).status).toBe(250);
});

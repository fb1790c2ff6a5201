import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import { startTestSandbox } from '../testing/test-sandbox.ts';
import { startMailbox } from './mailbox.ts';

const mail = {
  from: 'Navette <navette@cabinet.example>',
  to: 'Zoé Martin <zoe@client.example>',
  subject: 'Récapitulatif <b>du 21</b>',
  text: 'Ouvrez https://navette.example/reset?a=1&b=2 (javascript:alert(1) ne compte pas)',
  html: '<script>document.title="run"</script><p>Bonjour <a href="https://navette.example/x?a=1&amp;b=2">ici</a></p>',
  attachments: [{ filename: 'facture <1>.pdf', content: Buffer.from('%PDF-1.7 x') }],
  envelope: { from: 'bounce+d1@navette.example', to: ['zoe@client.example', 'copie@client.example'] },
};

it('keeps a mail with its envelope and shows it without running or fetching anything', async () => {
  await using started = await startTestSandbox();
  const { mailboxUrl, smtpUrl } = started.sandbox;
  await createTransport(smtpUrl).sendMail(mail);
  const messages = await (await fetch(`${mailboxUrl}/messages`)).json();
  expect(messages).toMatchObject([
    {
      id: '1',
      from: 'Navette <navette@cabinet.example>',
      to: 'Zoé Martin <zoe@client.example>',
      subject: 'Récapitulatif <b>du 21</b>',
      envelope: { from: 'bounce+d1@navette.example', to: ['zoe@client.example', 'copie@client.example'] },
      text: expect.stringContaining('https://navette.example/reset?a=1&b=2'),
      hasHtml: true,
      attachments: [{ name: 'facture <1>.pdf', size: 10 }],
    },
  ]);

  const list = await (await fetch(mailboxUrl)).text();
  expect(list).toContain('Récapitulatif &lt;b&gt;du 21&lt;/b&gt;');
  const one = await (await fetch(`${mailboxUrl}/mail/1`)).text();
  expect(one).toContain('<iframe sandbox="" src="/mail/1/html"');
  expect(one).toContain('href="https://navette.example/x?a=1&amp;b=2"');
  expect(one).not.toContain('href="javascript');
  expect(one).not.toContain('<script');

  const framed = await fetch(`${mailboxUrl}/mail/1/html`);
  expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  const attachment = await fetch(`${mailboxUrl}/mail/1/attachments/0`);
  expect(await attachment.text()).toBe('%PDF-1.7 x');
  expect(attachment.headers.get('content-disposition')).toMatch(/^attachment;/);
  const whole = await (await fetch(`${mailboxUrl}/messages/1`)).json();
  expect(whole).toMatchObject({ html: expect.stringContaining('Bonjour') });

  await fetch(`${mailboxUrl}/messages`, { method: 'DELETE' });
  expect(await (await fetch(`${mailboxUrl}/messages`)).json()).toEqual([]);
  expect((await fetch(`${mailboxUrl}/mail/1`)).status).toBe(404);
});

it('takes any password, and has its mails again after a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'navette-mailbox-'));
  const options = { folder, port: 0, smtpPort: 0, now: Date.now };
  const first = await startMailbox(options);
  const auth = { user: 'someone', pass: 'anything' };
  const { port } = new URL(first.smtpUrl);
  await createTransport({ host: '127.0.0.1', port: Number(port), auth }).sendMail({ ...mail, html: '' });
  await first.close();
  const second = await startMailbox(options);
  expect(await (await fetch(`${second.url}/messages`)).json()).toMatchObject([{ id: '1', hasHtml: false }]);
  await second.close();
  await rm(folder, { recursive: true });
});

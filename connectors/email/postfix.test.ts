import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { DeliveryError } from '@navette/connector';
import { makeDocument } from '@navette/connector/conformance';
import { mailCertificate } from '@navette/testkit';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectors } from './email.ts';
import { mailBy } from './test-harness.ts';
import { canRunPostfix, mailbox, type RunningPostfix, startPostfix } from './test-postfix.ts';

const deadline = () => AbortSignal.timeout(50_000);

describe.skipIf(!canRunPostfix)('Postfix', () => {
  const trusted = getCACertificates('default');
  let postfix: RunningPostfix;
  beforeAll(async () => {
    setDefaultCACertificates([...trusted, mailCertificate.cert]);
    postfix = await startPostfix();
  });
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    await postfix?.stop();
  });

  function open() {
    const connector = connectors.find(({ manifest }) => manifest.id === 'email');
    if (connector === undefined) throw new TypeError('no generic application');
    const context = { mail: mailBy(postfix.settings) } as Parameters<typeof connector.open>[1];
    return { session: connector.open({}, context), maxBytes: connector.manifest.limits.maxBytes };
  }

  const request = (clientKey: string, document: ReturnType<typeof makeDocument>) => ({
    ...{ deliveryId: crypto.randomUUID(), clientKey, clientName: 'Boulangerie', document },
    type: 'purchase' as const,
  });

  test('takes the largest document that a mail may hold, whole, and says which number it has in its queue', async () => {
    const { session, maxBytes } = open();
    expect(await session.check(deadline())).toEqual({ identity: 'pieces@cabinet.test (localhost)' });
    const document = makeDocument(maxBytes, { name: 'Reçu n°12 – été.pdf' });
    const { partnerStatus } = await session.deliver(request(mailbox, document), deadline());
    expect(partnerStatus).toMatch(/^250 2\.0\.0 Ok: queued as /);
    const [raw] = await postfix.mails(1);
    const { attachments } = await PostalMime.parse(raw ?? '');
    expect(attachments).toMatchObject([{ filename: 'Reçu n°12 – été.pdf', mimeType: 'application/pdf' }]);
    const content = new Uint8Array(attachments[0]?.content as ArrayBuffer);
    const digest = await crypto.subtle.digest('SHA-256', content);
    expect(Buffer.from(digest).toString('hex')).toBe(document.sha256);
  });

  test.each([
    ['inconnu@collecte.test', 'collect_address_refused', /^550 5\.1\.1 /],
    ['quelquun@ailleurs.test', 'mail_server_refused', /^554 5\.7\.1 .*Relay access denied/],
  ])('refuses %s as %s', async (clientKey, code, words) => {
    const delivering = open().session.deliver(request(clientKey, makeDocument(1_000)), deadline());
    const error = await delivering.catch((thrown: unknown) => thrown);
    if (!(error instanceof DeliveryError)) return expect.fail('it was taken');
    expect(error.code).toBe(code);
    expect(error.answer.words).toMatch(words);
  });

  test('keeps nothing of a document that breaks off', async () => {
    const before = (await postfix.mails(0)).length;
    const broken = makeDocument(2_000_000, { breaksAfter: 1_000_000 });
    const error = await open()
      .session.deliver(request(mailbox, broken), deadline())
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bytes_missing' });
    // What comes after is there: what came before would be.
    await open().session.deliver(request(mailbox, makeDocument(500)), deadline());
    expect(await postfix.mails(before + 1)).toHaveLength(before + 1);
  });
});

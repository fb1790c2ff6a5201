import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { FirmBounceMailbox } from '@navette/api';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startWorker } from '../deliveries/worker.ts';
import { createLog } from '../log.ts';
import { mailCertificate } from '../testing/mail-certificate.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { nextReadingMs, readFirmMailboxes, readOperatorMailbox } from './read-due-mailboxes.ts';
import { hasDovecot, startDovecot } from './testing/dovecot.ts';
import { mailConnector, mailDocument } from './testing/mailed-document.ts';
import { testMail } from './testing/test-mails.ts';

interface Answer {
  readonly mailbox: FirmBounceMailbox | null;
  readonly areBouncesRead: boolean;
}

describe.skipIf(!hasDovecot)('mailboxes of bounces', async () => {
  if (!hasDovecot) return;
  const imap = await startDovecot();
  const server = await testMailServer();
  const before = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...before, mailCertificate.cert]));
  afterAll(() => setDefaultCACertificates(before));

  const [user, password] = [imap.user, imap.password].map(encodeURIComponent);
  const url = `imaps://${user}:${password}@localhost:${imap.imapsPort}/INBOX`;
  const platform = await testPlatform(
    [mailConnector],
    {},
    {
      mailServer: server,
      log: createLog('error'),
      bounces: {
        ...{ bounceAddress: 'rebonds@navette.exemple', bounceImapUrl: url },
        allowedHosts: ['127.0.0.1', 'localhost'],
      },
    },
  );
  const worker = startWorker(platform);
  afterAll(() => worker.stop());
  const signal = new AbortController().signal;

  const mailbox = {
    ...{ address: 'Rebonds@cabinet.exemple', host: 'localhost', port: imap.imapPort, security: 'starttls' },
    ...{ user: imap.user, password: imap.password },
  };

  /** A firm with a mail server and a mailbox of its own. */
  async function newFirm() {
    const firm = await testFirm(platform);
    await firm.admin.call('PATCH', `${firm.path}/mail-settings`, {
      ...{ host: '127.0.0.1', port: server.port, security: 'none', user: null },
      ...{ fromAddress: 'documents@cabinet.exemple', fromName: 'Cabinet' },
    });
    const save = (change: object = {}) =>
      firm.admin.call<Answer & { code?: string }>('PATCH', `${firm.path}/bounce-mailbox`, {
        ...mailbox,
        ...change,
      });
    return { firm, save };
  }
  const read = () => readFirmMailboxes(platform, new Map(), signal);
  const show = (firm: TestFirm) => firm.admin.call<Answer>('GET', `${firm.path}/bounce-mailbox`);

  it('of the operator bring back what left by his server', async () => {
    const firm = await testFirm(platform);
    expect((await show(firm)).body).toEqual({ mailbox: null, areBouncesRead: true });
    const mailed = await mailDocument(firm, server);
    expect(mailed.returnPath).toMatch(/^rebonds\+[a-z2-7]{45}@navette\.exemple$/);
    await imap.deliver(testMail('exchange-online', mailed.returnPath));
    await readOperatorMailbox(platform, url, new Map(), signal);
    const { reason } = await mailed.now();
    expect(reason?.words).toContain('550 5.1.10 RESOLVER.ADR.RecipientNotFound');
    expect(await mailed.open()).toMatchObject({ folderPath: mailed.document.folderPath });
    expect((await imap.count()).inbox).toBe(0);
  });

  it('of a firm bring back what left by its own server', async () => {
    const { firm, save } = await newFirm();
    expect((await show(firm)).body).toEqual({ mailbox: null, areBouncesRead: false });
    expect((await save()).body).toEqual({
      mailbox: {
        ...{
          address: 'rebonds@cabinet.exemple',
          host: 'localhost',
          port: imap.imapPort,
          security: 'starttls',
        },
        ...{ user: imap.user, folder: 'INBOX', readAt: null, reason: null },
      },
      areBouncesRead: true,
    });
    const mailed = await mailDocument(firm, server);
    expect(mailed.returnPath).toMatch(/^rebonds\+[a-z2-7]{45}@cabinet\.exemple$/);
    await imap.deliver(testMail('gmail', mailed.returnPath));
    expect(await read()).toBe(1);
    expect(await mailed.now()).toMatchObject({ state: 'undelivered', reason: { code: 'mail_bounced' } });
    expect((await show(firm)).body.mailbox?.readAt).not.toBeNull();
    // Not due again before its time.
    expect(await read()).toBe(0);
    await firm.admin.call('DELETE', `${firm.path}/bounce-mailbox`);
    expect((await show(firm)).body).toEqual({ mailbox: null, areBouncesRead: false });
  });

  it('of a firm bring back nothing of another firm', async () => {
    const { firm, save } = await newFirm();
    const other = await testFirm(platform);
    const mailed = await mailDocument(other, server);
    await imap.deliver(testMail('gmail', mailed.returnPath));
    await save();
    await read();
    expect(await mailed.now()).toMatchObject({ state: 'accepted' });
    await firm.admin.call('DELETE', `${firm.path}/bounce-mailbox`);
  });

  it('that cannot be read say why, are tried less and less often, and at once when they are set anew', async () => {
    const { firm, save } = await newFirm();
    await save({ password: 'autre-secret' });
    onTestFinished(() => platform.setClock(null));
    const start = Date.now();
    for (const [minutes, due] of [
      [0, 1],
      [1, 0],
      [2, 1],
      [5, 0],
      [6, 1],
    ] as const) {
      platform.setClock(new Date(start + minutes * 60_000 + 1_000));
      expect(await read(), `${minutes} minutes`).toBe(due);
    }
    const shown = (await show(firm)).body.mailbox;
    expect(shown).toMatchObject({ readAt: null, reason: { code: 'mail_refused_sign_in' } });
    expect(JSON.stringify(shown)).not.toContain('autre-secret');
    await save();
    expect(await read()).toBe(1);
    expect((await show(firm)).body.mailbox?.reason).toBeNull();
    await firm.admin.call('DELETE', `${firm.path}/bounce-mailbox`);
  });

  it('are tested with what is saved, and keep their password for the server it was typed for', async () => {
    const { firm, save } = await newFirm();
    const test = () =>
      firm.admin.call<{ mails: number; code: string }>('POST', `${firm.path}/bounce-mailbox/test`);
    expect((await test()).body.code).toBe('mailbox_not_configured');
    await save();
    const { password: _, ...rest } = mailbox;
    const change = (values: object) =>
      firm.admin.call<{ code: string }>('PATCH', `${firm.path}/bounce-mailbox`, { ...rest, ...values });
    expect((await change({ folder: 'Absent' })).status).toBe(200);
    expect((await test()).body).toMatchObject({ code: 'mailbox_folder_missing' });
    await change({});
    expect((await test()).body).toEqual({ mails: expect.any(Number) });
    expect((await change({ host: '127.0.0.1' })).body.code).toBe('invalid_request');
    expect((await change({ user: 'un.autre' })).body.code).toBe('invalid_request');
    await save({ port: 1 });
    expect((await test()).body).toMatchObject({ code: 'mailbox_unreachable' });
    await save({ host: '10.0.0.1' });
    expect((await test()).body).toMatchObject({ code: 'mail_address_refused' });
    for (const address of ['sans-arobase', `${'a'.repeat(19)}@cabinet.fr`, 'a+b@cabinet.fr', 'a@cabinet'])
      expect((await save({ address })).status, address).toBe(400);
    await firm.admin.call('DELETE', `${firm.path}/bounce-mailbox`);
  });
});

describe('a mailbox that fails', () => {
  it('waits twice as long each time, an hour at most', () => {
    expect([0, 1, 2, 5, 6, 1_000].map(nextReadingMs)).toEqual(
      [60, 120, 240, 1_920, 3_600, 3_600].map((seconds) => seconds * 1_000),
    );
  });
});

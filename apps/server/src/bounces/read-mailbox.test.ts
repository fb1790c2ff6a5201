import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailCertificate } from '../testing/mail-certificate.ts';
import type { BounceMailbox } from './open-imap.ts';
import { maxBounceBytes } from './read-bounce.ts';
import { type Position, readMailbox } from './read-mailbox.ts';
import { type ReturnPath, writeReturnPath } from './return-path.ts';
import type { Taken } from './take-bounce.ts';
import { hasDovecot, startDovecot } from './testing/dovecot.ts';
import { type TestMail, testMail } from './testing/test-mails.ts';

const secret = 'c'.repeat(64);
const ids = {
  firmId: '019a1c4e-7d10-7b2a-8c3d-5e6f708192a3',
  deliveryId: '019a1c4e-7d11-7000-8000-0123456789ab',
  writtenAt: new Date('2026-11-21T08:00:00Z'),
};
const returnPath = writeReturnPath(secret, 'rebonds@cabinet.example', ids);

describe.skipIf(!hasDovecot)('a mailbox of bounces', async () => {
  if (!hasDovecot) return;
  const server = await startDovecot();
  const before = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...before, mailCertificate.cert]));
  afterAll(() => setDefaultCACertificates(before));

  const mailbox: BounceMailbox = {
    ...{ host: 'localhost', port: server.imapsPort, security: 'tls', folder: 'INBOX' },
    ...{ user: server.user, password: server.password },
  };
  const taken: { path: ReturnPath; size: number }[] = [];
  let position: Position | null = null;

  async function read(
    change: Partial<BounceMailbox> = {},
    answer: () => Promise<Taken> = async () => 'undelivered',
    signal = AbortSignal.timeout(50_000),
    allowedHosts: readonly string[] = ['localhost'],
  ) {
    taken.length = 0;
    const reading = await readMailbox(
      { ...mailbox, ...change },
      {
        ...{ secret, allowedHosts, from: position, signal },
        since: new Date('2020-01-01'),
        take: async (path, source) => {
          taken.push({ path, size: source.length });
          return answer();
        },
      },
    );
    position = reading.position;
    return reading;
  }
  const deliver = (name: TestMail, to = returnPath) => server.deliver(testMail(name, to));

  it('gives the mails that bear a return path of ours, once, and puts them aside', async () => {
    await deliver('postfix-user-unknown');
    await deliver('gmail', returnPath.toUpperCase());
    expect(await read()).toMatchObject({ undelivered: 2, others: 0 });
    expect(taken.map(({ path }) => path.deliveryId)).toEqual([ids.deliveryId, ids.deliveryId]);
    expect(await server.count()).toEqual({ inbox: 0, handled: 2 });
    expect(await read()).toMatchObject({ undelivered: 0, others: 0 });
  });

  it('by STARTTLS does the same, and counts what fails nothing', async () => {
    await deliver('out-of-office');
    const change = { port: server.imapPort, security: 'starttls' } as const;
    expect(await read(change, async () => 'nothing')).toMatchObject({ undelivered: 0, others: 1 });
  });

  it('leaves people’s own mails alone, unread and where they are, and does not look at them again', async () => {
    await deliver('ordinary-answer', 'rebonds@cabinet.example');
    await deliver('qmail', writeReturnPath('d'.repeat(64), 'rebonds@cabinet.example', ids));
    expect(await read()).toMatchObject({ undelivered: 0, others: 0 });
    expect((await server.count()).inbox).toBe(2);
    await deliver('qmail');
    expect(await read()).toMatchObject({ undelivered: 1 });
    expect((await server.count()).inbox).toBe(2);
  });

  it('gives again what could not be settled yet, and what the database did not take', async () => {
    await deliver('postfix-user-unknown');
    expect(await read({}, async () => 'later')).toMatchObject({ undelivered: 0, others: 0 });
    const failure = new Error('the database went away');
    await expect(read({}, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await read()).toMatchObject({ undelivered: 1 });
    expect(taken).toHaveLength(1);
  });

  it('gives the beginning of a mail alone, however long it is', async () => {
    await server.deliver(Buffer.concat([testMail('qmail', returnPath), Buffer.alloc(3_000_000, 'x\r\n')]));
    await read();
    expect(taken).toMatchObject([{ size: maxBounceBytes }]);
  });

  it('that cannot be read says exactly why', async () => {
    const wrong = read({ password: 'autre-secret' });
    await expect(wrong).rejects.toMatchObject({
      code: 'mail_refused_sign_in',
      params: { host: 'localhost' },
    });
    // Nor in what it was caused by, which is logged.
    const [plain, login] = ['autre-secret', `\0${server.user}\0autre-secret`];
    const shown = inspect(await wrong.catch((error: unknown) => error), { depth: 20 });
    for (const secret of [
      plain,
      Buffer.from(plain).toString('base64'),
      Buffer.from(login).toString('base64'),
    ])
      expect(shown).not.toContain(secret);
    await expect(read({ folder: 'Absent' })).rejects.toMatchObject({
      code: 'mailbox_folder_missing',
      params: { folder: 'Absent' },
    });
    await expect(read({ port: 1 })).rejects.toMatchObject({ code: 'mailbox_unreachable' });
    await expect(read({}, undefined, undefined, [])).rejects.toMatchObject({ code: 'mail_address_refused' });
    await expect(read({ host: '127.0.0.1' }, undefined, undefined, ['127.0.0.1'])).rejects.toMatchObject({
      code: 'mail_tls_failed',
    });
  });

  it('gives everything again the next time when the process ends in the middle', async () => {
    await deliver('qmail');
    const ending = new AbortController();
    const reading = read(
      {},
      async () => {
        ending.abort(new Error('stopping'));
        return 'undelivered';
      },
      ending.signal,
    );
    await expect(reading).rejects.toMatchObject({
      code: 'mailbox_unreachable',
      params: { words: 'stopping' },
    });
    expect(await read()).toMatchObject({ undelivered: 1 });
  });

  it('that does not answer is unreachable', async () => {
    await server.stop();
    await expect(read()).rejects.toMatchObject({ code: 'mailbox_unreachable' });
  });
});

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { MailServer } from '@navette/connector';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailCertificate } from '../testing/mail-certificate.ts';
import { testMailServer } from '../testing/mail-server.ts';
import { parseOperatorServer } from './mail-server.ts';
import { openSmtp, type Smtp } from './smtp.ts';

const plain = await testMailServer();
const starttls = await testMailServer({ disabledCommands: [], allowInsecureAuth: false, ...mailCertificate });
const tls = await testMailServer({ secure: true, ...mailCertificate });

const letter = {
  to: 'paul@exemple.fr',
  subject: 'Été',
  text: 'Bonjour,\n.\nau revoir',
  html: '<p>Bonjour</p>',
};

function open(
  port: number,
  change: Partial<MailServer> = {},
  allowedHosts = ['127.0.0.1', 'localhost'],
): Smtp {
  const server: MailServer = {
    ...{ host: '127.0.0.1', port, security: 'none', user: null, password: null },
    from: { name: 'Cabinet "Morvan", & Cie', address: 'cabinet@exemple.fr' },
    ...change,
  };
  const smtp = openSmtp(server, { allowedHosts });
  onTestFinished(() => smtp.close({ force: true }));
  return smtp;
}

/** Trusts the servers of this file until the end of the test. */
function trust(): void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, mailCertificate.cert]);
  onTestFinished(() => setDefaultCACertificates(before));
}

describe('a letter', () => {
  it('arrives as it was written, with its sender, and the server’s words come back', async () => {
    const words = await open(plain.port).send(letter);
    expect(words).toContain('gardé');
    const { email, from, to } = await plain.mailTo('paul@exemple.fr');
    expect({ from, to }).toEqual({ from: 'cabinet@exemple.fr', to: ['paul@exemple.fr'] });
    expect(email).toMatchObject({
      subject: 'Été',
      from: { name: 'Cabinet "Morvan", & Cie', address: 'cabinet@exemple.fr' },
      text: expect.stringContaining('Bonjour,\n.\nau revoir'),
      html: expect.stringContaining('<p>Bonjour</p>'),
    });
    expect(email.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
  });

  it('goes to one person, whatever is in the address', async () => {
    const before = plain.received.length;
    await open(plain.port)
      .send({ ...letter, to: 'un@exemple.fr, deux@exemple.fr' })
      .catch(() => undefined);
    for (const { to } of plain.received.slice(before)) expect(to).toHaveLength(1);
    expect(plain.received.some(({ to }) => to.includes('deux@exemple.fr'))).toBe(false);
  });

  it('reads no file and no address that its text may name', async () => {
    const smtp = open(plain.port);
    const html = { path: '/etc/passwd' } as unknown as string;
    await expect(smtp.send({ ...letter, html })).rejects.toMatchObject({
      code: expect.stringMatching(/^mail_/),
    });
  });

  it('shares its connections with the others of the same server', async () => {
    const smtp = open(plain.port);
    const before = plain.connections;
    for (let index = 0; index < 5; index++) await smtp.send(letter);
    expect(plain.connections - before).toBe(1);
  });
});

describe('an encrypted connection', () => {
  it.each([
    ['from the first byte', tls, 'tls'],
    ['by STARTTLS, demanded', starttls, 'starttls'],
    ['by STARTTLS, where it is offered', starttls, 'offered'],
  ] as const)('is made %s', async (_, server, security) => {
    trust();
    await open(server.port, {
      ...{ host: 'localhost', security, user: 'cabinet', password: 'secret-planté' },
    }).send(letter);
    const { isEncrypted, user } = await server.mailTo(letter.to);
    expect({ isEncrypted, user }).toEqual({ isEncrypted: true, user: 'cabinet' });
  });

  it.each([
    ['that nobody vouches for', tls, 'tls', 'localhost', false],
    ['of another name', tls, 'tls', '127.0.0.1', true],
    ['that nobody vouches for, after STARTTLS', starttls, 'offered', 'localhost', false],
  ] as const)('is refused with a certificate %s', async (_, server, security, host, isTrusted) => {
    if (isTrusted) trust();
    const sent = open(server.port, { host, security }).send(letter);
    await expect(sent).rejects.toMatchObject({ code: 'mail_tls_failed' });
  });

  it('is never given up for one in clear, when it was demanded', async () => {
    const sent = open(plain.port, { security: 'starttls' }).send(letter);
    await expect(sent).rejects.toMatchObject({ code: 'mail_tls_failed' });
  });
});

describe('a refusal', () => {
  it.each([
    [{ at: 'auth', code: 535 }, 'mail_refused_sign_in'],
    [{ at: 'auth', code: 454 }, 'mail_deferred'],
    [{ at: 'sender', code: 550 }, 'mail_sender_refused'],
    [{ at: 'sender', code: 530 }, 'mail_refused_sign_in'],
    [{ at: 'recipient', code: 550 }, 'mail_recipient_refused'],
    [{ at: 'recipient', code: 451 }, 'mail_deferred'],
    [{ at: 'data', code: 554 }, 'mail_refused'],
    [{ at: 'data', code: 451 }, 'mail_deferred'],
    ['cut', 'mail_outcome_unknown'],
  ] as const)('%j is told as %s, and the next letter leaves', async (refusal, code) => {
    const smtp = open(plain.port, { user: 'cabinet', password: 'secret-planté' });
    plain.refuse(refusal);
    onTestFinished(() => plain.refuse(null));
    const before = plain.received.length;
    await expect(smtp.send(letter)).rejects.toMatchObject({ code });
    expect(plain.received.length).toBe(before);
    plain.refuse(null);
    await smtp.send(letter);
    expect(plain.received.length).toBe(before + 1);
  });

  it('shows the server’s words, and never the password they repeat', async () => {
    const smtp = open(plain.port, { user: 'cabinet', password: 'un-autre-secret' });
    const failure = await smtp.send(letter).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'mail_refused_sign_in',
      params: { words: expect.stringContaining('mot de passe ••• refusé') },
    });
    expect(JSON.stringify((failure as Error).message)).not.toContain('un-autre-secret');
  });
});

describe('a server', () => {
  it('that is not public is not connected to, unless the operator allows it', async () => {
    for (const host of ['127.0.0.1', 'localhost', '10.0.0.1', '::1']) {
      const sent = open(plain.port, { host }, []).send(letter);
      await expect(sent).rejects.toMatchObject({ code: 'mail_address_refused' });
    }
  });

  it('that does not exist is told apart from one that does not answer', async () => {
    const unknown = open(25, { host: 'nulle..part' }, []).send(letter);
    await expect(unknown).rejects.toMatchObject({ code: 'mail_host_unknown' });
    await expect(open(1).send(letter)).rejects.toMatchObject({ code: 'mail_unreachable' });
  });

  it('that says nothing is given up when the caller is', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => {
      silent.close();
    });
    const stop = new AbortController();
    silent.once('connection', () => stop.abort());
    const sent = open((silent.address() as AddressInfo).port).send(letter, stop.signal);
    await expect(sent).rejects.toMatchObject({ code: 'mail_unreachable' });
  });

  it.each([
    ['smtp://courrier.fr', { port: 587, security: 'offered', user: null }],
    ['smtp://courrier.fr:25?requireTLS=true', { port: 25, security: 'starttls' }],
    ['smtps://u%40x:p%3Aw@courrier.fr', { port: 465, security: 'tls', user: 'u@x', password: 'p:w' }],
    ['smtp://[::1]:2525', { host: '::1', port: 2525 }],
  ])('of the operator is read from %s', (url, expected) => {
    expect(parseOperatorServer(url, 'Navette <navette@exemple.fr>')).toMatchObject({
      ...{ ...expected, shownAs: 'exemple.fr' },
      from: { name: 'Navette', address: 'navette@exemple.fr' },
    });
    expect(parseOperatorServer(url, ' navette@exemple.fr').from).toEqual({
      name: 'Navette',
      address: 'navette@exemple.fr',
    });
  });
});

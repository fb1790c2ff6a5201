import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { type DeliverRequest, DeliveryError, type MailServer, type Session } from '@navette/connector';
import { makeDocument } from '@navette/connector/conformance';
import { afterAll, afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { connectors } from './email.ts';
import { amicompta, dextAchats, dextVentes, generic, inqom, manifests, pennylane } from './manifests.ts';
import { mailBy } from './test-harness.ts';
import { type Order, password, startMailServer } from './test-mail-server.ts';

const server = await startMailServer();
afterAll(() => server.stop());
afterEach(() => server.obey(null));

const deadline = () => AbortSignal.timeout(50_000);

function open(id: string, mail = mailBy(server.settings)): Session {
  const connector = connectors.find(({ manifest }) => manifest.id === id);
  if (connector === undefined) throw new TypeError(`no application ${id}`);
  const context = { mail } as Parameters<typeof connector.open>[1];
  return connector.open({}, context);
}

let deliveries = 0;

function request(
  changes: Partial<DeliverRequest> & { name?: string; sizeBytes?: number } = {},
): DeliverRequest {
  const { name = 'Facture d’août.pdf', sizeBytes = 2_000, ...given } = changes;
  return {
    deliveryId: `019a0000-0000-7000-8000-${String(++deliveries).padStart(12, '0')}`,
    ...{ clientKey: 'boulangerie@exemple.fr', clientName: 'Boulangerie Dupont & Fils', type: 'purchase' },
    document: makeDocument(sizeBytes, { name }),
    ...given,
  };
}

async function failureOf(delivering: Promise<unknown>): Promise<DeliveryError> {
  const error = await delivering.then(
    () => expect.fail('it succeeded'),
    (thrown: unknown) => thrown,
  );
  const shown = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  for (const secret of [password, Buffer.from(password).toString('base64'), 'un-autre-secret'])
    expect(shown).not.toContain(secret);
  if (!(error instanceof DeliveryError)) throw error;
  return error;
}

async function storedOf({ deliveryId }: DeliverRequest) {
  return (await server.stored()).filter(({ headers }) => headers.get('x-navette-delivery') === deliveryId);
}

async function sendAndRead(id: string, sent: DeliverRequest, mail = mailBy(server.settings)) {
  await open(id, mail).deliver(sent, deadline());
  const [mailStored, ...others] = await storedOf(sent);
  expect(others).toEqual([]);
  if (mailStored === undefined) return expect.fail('nothing was stored');
  return mailStored;
}

describe('a mail', () => {
  test('is one document from the firm, encrypted, signed in, that names its delivery', async () => {
    const sent = request();
    const { from, to, isEncrypted, headers, subject, text, attachments } = await sendAndRead('email', sent);
    expect({ from, to, isEncrypted }).toEqual({
      ...{ from: 'pieces@cabinet.example', to: ['boulangerie@exemple.fr'], isEncrypted: true },
    });
    expect(headers.get('message-id')).toBe(`<${sent.deliveryId}@cabinet.example>`);
    expect(headers.get('from')).toContain('<pieces@cabinet.example>');
    expect(headers.get('auto-submitted')).toBeUndefined();
    expect(subject).toBe('Achat – Boulangerie Dupont & Fils – Facture d’août.pdf');
    expect(text).toContain('Document\u00a0: Facture d’août.pdf');
    expect(text).toContain('Cabinet "Morvan", & Cie');
    expect(attachments).toHaveLength(1);
    expect(attachments[0]).toMatchObject({
      ...{ name: 'Facture d’août.pdf', mediaType: 'application/pdf', sha256: sent.document.sha256 },
    });
  });

  test('names its file for readers old and new', async () => {
    const { raw } = await sendAndRead('email', request({ name: 'Reçu n°12.pdf' }));
    const head = raw.toString('latin1').replaceAll('\r\n ', ' ');
    expect(head).toMatch(/Content-Disposition: attachment;\s+filename\*0?\*?=utf-8''Re%C3%A7u/i);
    expect(head).toMatch(/Content-Type: application\/pdf;\s+name="=\?UTF-8\?/i);
  });

  test('leaves by its return path, which no word of the server repeats', async () => {
    const returnPath = 'rebonds+abcdef@cabinet.example';
    const mail = mailBy(server.settings, returnPath);
    expect((await sendAndRead('email', request(), mail)).from).toBe(returnPath);
    server.obey({ kind: 'answer', to: 'sender', with: `550 5.7.1 ${returnPath} is not yours` });
    const { answer } = await failureOf(open('email', mail).deliver(request(), deadline()));
    expect(answer.words).toBe('550 5.7.1 … is not yours');
  });

  test('has a file that ends as its format does', async () => {
    const nameOf = async (name: string) =>
      (await sendAndRead('email', request({ name }))).attachments[0]?.name;
    expect(await nameOf('scan 0012')).toBe('scan 0012.pdf');
    expect(await nameOf('Facture 12.2026')).toBe('Facture 12.2026');
    expect(await nameOf('.pdf')).toBe('.pdf.pdf');
  });

  test.each([
    'a\r\nBcc: espion@exemple.fr\r\n\r\nvolé.pdf',
    'a"; name="b\r\nX-Navette-Delivery: autre',
    'été\u2028\u2029\u0085\0.pdf',
    `${'é'.repeat(300)}.pdf`,
    '=?UTF-8?Q?=0D=0ABcc:_espion@exemple.fr?=.pdf',
  ])(
    'holds no more headers than it should, whatever its document and its client are called: %j',
    async (name) => {
      const plain = await sendAndRead('email', request());
      const nasty = await sendAndRead('email', request({ name, clientName: name }));
      expect([...nasty.headers.keys()].sort()).toEqual([...plain.headers.keys()].sort());
      expect(nasty.to).toEqual(['boulangerie@exemple.fr']);
      expect(nasty.attachments).toHaveLength(1);
    },
  );

  test.each([
    'a@b.fr, c@d.fr',
    'a@b.fr>\r\nRCPT TO:<c@d.fr',
    'a@b.fr\r\nDATA',
    '<a@b.fr>',
    '"a b"@b.fr',
    '@relais.fr:a@b.fr',
    'a@b',
    'a@[127.0.0.1]',
    'évrard@b.fr',
    `${'a'.repeat(250)}@b.fr`,
    '',
  ])('is written to one mailbox, and to nothing else: %j', async (clientKey) => {
    const before = server.receivedBytes();
    const sent = request({ clientKey });
    const { code } = await failureOf(open('email').deliver(sent, deadline()));
    expect(code).toBe('collect_address_refused');
    expect(server.receivedBytes()).toBe(before);
  });
});

describe('the address', () => {
  test.each([
    [dextAchats, 'expense', 'dupont@dext.cc', 'dupont@dext.cc'],
    [dextVentes, 'sales', 'dupont+ventes@dext.cc', 'dupont+ventes@dext.cc'],
    [pennylane, 'purchase', 'dupont-a1b2', 'dupont-a1b2@suppliers.pennylane.com'],
    [pennylane, 'sales', 'dupont-a1b2', 'dupont-a1b2@customers.pennylane.com'],
    [inqom, 'purchase', 'dupont', 'achat.dupont@inqombox.com'],
    [inqom, 'sales', 'dupont', 'vente.dupont@inqombox.com'],
    [inqom, 'expense', 'dupont', 'ndf.dupont@inqombox.com'],
    [inqom, 'administrative', 'dupont', 'admin.dupont@inqombox.com'],
    [generic, 'other', 'pieces@exemple.fr', 'pieces@exemple.fr'],
  ] as const)('of $id for $1 is made of the client’s key', async ({ id }, type, clientKey, address) => {
    expect((await sendAndRead(id, request({ type, clientKey }))).to).toEqual([address]);
  });

  test('is never one of another partner, whatever the key holds', async () => {
    for (const clientKey of ['x@exemple.fr', 'x@exemple.fr,', 'x>', 'x y', 'x\n'])
      for (const { id } of [pennylane, inqom]) {
        const sent = request({ clientKey });
        const outcome = await open(id)
          .deliver(sent, deadline())
          .then(
            () => 'sent',
            ({ code }) => code,
          );
        if (outcome === 'sent')
          expect((await storedOf(sent))[0]?.to.join()).toMatch(/@(suppliers\.pennylane|inqombox)\.com$/);
        else expect(outcome).toBe('collect_address_refused');
      }
  });

  test('has a pattern that its example fits, and that tells purchases from sales at Dext', () => {
    for (const { clientKey } of manifests)
      expect(clientKey.example).toMatch(new RegExp(`^(?:${clientKey.pattern})$`, 'iu'));
    const fits = (pattern = '', key: string) => new RegExp(`^(?:${pattern})$`, 'iu').test(key);
    expect(fits(dextAchats.clientKey.pattern, 'dupont+ventes@dext.cc')).toBe(false);
    expect(fits(dextVentes.clientKey.pattern, 'dupont@dext.cc')).toBe(false);
    for (const key of ['a@b', 'a b@c.fr', 'a@b.fr,c@d.fr', 'a@b.fr\n', '@b.fr'])
      expect(fits(generic.clientKey.pattern, key)).toBe(false);
  });
});

describe('a document that a collector would leave aside', () => {
  test('is refused before anything is said to the mail server', async () => {
    const before = server.receivedBytes();
    const jpeg = { ...makeDocument(6_000_001, { name: 'photo.jpg' }), mediaType: 'image/jpeg' };
    const large = request({ clientKey: 'a@dext.cc', document: jpeg });
    expect(await failureOf(open(dextAchats.id).deliver(large, deadline()))).toMatchObject({
      ...{ code: 'document_too_large', params: { size: 6_000_001, limit: 6_000_000, format: 'JPG' } },
    });
    const word = { ...makeDocument(500, { name: 'a.docx' }), mediaType: 'application/msword' };
    const format = await failureOf(open(amicompta.id).deliver(request({ document: word }), deadline()));
    expect(format).toMatchObject({
      code: 'format_refused',
      params: { format: 'DOC', accepted: 'PDF, JPG, PNG' },
    });
    const type = await failureOf(open(dextVentes.id).deliver(request({ type: 'purchase' }), deadline()));
    expect(type.code).toBe('type_refused');
    expect(server.receivedBytes()).toBe(before);
  });

  test('is one whose mail would be over 20 MB, encoded', async () => {
    const { maxBytes } = generic.limits;
    const { raw } = await sendAndRead('email', request({ sizeBytes: maxBytes }));
    expect(raw.length).toBeLessThanOrEqual(20_000_000);
    expect(raw.length).toBeGreaterThan(19_990_000);
    const { code } = await failureOf(open('email').deliver(request({ sizeBytes: maxBytes + 1 }), deadline()));
    expect(code).toBe('document_too_large');
  });

  test('is told by the size that the server announces, before it is sent', async () => {
    const small = await startMailServer({ size: 100_000 });
    onTestFinished(() => small.stop());
    const sent = request({ sizeBytes: 90_000 });
    const { code } = await failureOf(open('email', mailBy(small.settings)).deliver(sent, deadline()));
    expect(code).toBe('document_too_large');
    expect(small.receivedBytes()).toBeLessThan(20_000);
  });
});

describe('what the server answers', () => {
  test.each([
    ['sign_in', '535 5.7.8 wrong password', 'mail_server_refused'],
    ['sign_in', '534 5.7.9 application password required', 'mail_server_refused'],
    ['sign_in', '454 4.7.0 try later', 'partner_error'],
    ['sender', '550 5.7.1 sender not allowed', 'mail_server_refused'],
    ['sender', '530 5.7.0 authentication required', 'mail_server_refused'],
    ['sender', '451 4.3.0 later', 'partner_error'],
    ['sender', '552 5.3.4 message size exceeds limit', 'document_too_large'],
    ['recipient', '550 5.1.1 no such user', 'collect_address_refused'],
    ['recipient', '553 5.1.3 bad address', 'collect_address_refused'],
    ['recipient', '552 5.2.2 mailbox full', 'collect_address_refused'],
    ['recipient', '554 5.7.1 Relay access denied', 'mail_server_refused'],
    ['recipient', '550 5.7.1 blocked by the recipient', 'collect_address_refused'],
    ['recipient', '530 5.7.0 authentication required', 'mail_server_refused'],
    ['recipient', '450 4.2.0 greylisted', 'partner_error'],
    ['recipient', '451 4.3.0 later', 'partner_error'],
    ['recipient', '452 4.5.3 too many recipients', 'partner_error'],
    ['recipient', '421 4.3.2 shutting down', 'partner_error'],
    ['message', '552 5.3.4 too large', 'document_too_large'],
    ['message', '552 too large', 'document_too_large'],
    ['message', '554 5.2.3 too large for this mailbox', 'document_too_large'],
    ['message', '550 5.1.1 no such user', 'collect_address_refused'],
    ['message', '550 5.1.8 sender’s domain does not exist', 'mail_server_refused'],
    ['message', '554 5.7.1 a virus', 'document_refused'],
    ['message', '554 transaction failed', 'document_refused'],
    ['message', '451 4.7.1 later', 'partner_error'],
    ['message', '452 4.3.1 disk full', 'partner_error'],
  ] as const)('to the %s, « %s » is %s, and nothing is there', async (to, words, code) => {
    server.obey({ kind: 'answer', to, with: words } satisfies Order);
    const sent = request();
    const failure = await failureOf(open('email').deliver(sent, deadline()));
    expect({ code: failure.code, words: failure.answer.words }).toEqual({ code, words });
    expect(await storedOf(sent)).toEqual([]);
  });

  test('to the address of a client, is told with that address; the words stand apart from the sentence', async () => {
    server.obey({ kind: 'answer', to: 'recipient', with: '550 5.1.1 no such user' });
    const { message, params, answer } = await failureOf(
      open(pennylane.id).deliver(request({ clientKey: 'dupont-a1b2' }), deadline()),
    );
    expect(params).toMatchObject({ key: 'dupont-a1b2@suppliers.pennylane.com' });
    expect(message).toContain('dupont-a1b2@suppliers.pennylane.com');
    expect(message).not.toContain('no such user');
    expect(answer.words).toBe('550 5.1.1 no such user');
  });
});

describe('a check', () => {
  const check = (change: Partial<MailServer>) =>
    open('email', mailBy({ ...server.settings, ...change })).check(deadline());

  test('says who mails come from and by which server', async () => {
    expect(await check({})).toEqual({ identity: 'pieces@cabinet.example (localhost)' });
    expect(await check({ shownAs: 'exemple.fr' })).toEqual({
      identity: 'pieces@cabinet.example (exemple.fr)',
    });
  });

  test('tells what is wrong, and never a password that the server repeats', async () => {
    const wrong = await failureOf(check({ password: 'un-autre-secret' }));
    expect(wrong).toMatchObject({
      ...{ code: 'mail_server_refused', answer: { words: '535 mot de passe ••• refusé' } },
    });
    const fromFirstByte = await failureOf(check({ security: 'tls' }));
    expect(fromFirstByte.code).toBe('mail_server_tls_failed');
    const otherName = await failureOf(check({ host: '127.0.0.1' }));
    expect(otherName).toMatchObject({
      ...{ code: 'mail_server_tls_failed', class: 'connection' },
      params: { partner: '127.0.0.1', words: expect.stringContaining('altnames') },
    });
    expect((await failureOf(check({ port: 1 }))).code).toBe('partner_unreachable');
    expect((await failureOf(check({ password: null }))).code).toBe('mail_server_refused');
  });

  test('does not tell firms where the operator’s server is', async () => {
    for (const change of [{ port: 1 }, { host: '127.0.0.1' }, { host: 'nulle..part' }]) {
      const failure = await failureOf(check({ shownAs: 'exemple.fr', ...change }));
      expect(failure.params).toMatchObject({ partner: 'exemple.fr' });
      expect(JSON.stringify([failure.message, failure.params, failure.answer])).not.toMatch(
        /127\.0|nulle|localhost/,
      );
    }
  });

  test('fails when nobody set a mail server, and when its address is not allowed', async () => {
    const settings = { ...server.settings, host: '127.0.0.1', security: 'none' } as const;
    const notAllowed = mailBy(settings, null, []);
    expect((await failureOf(open('email', notAllowed).check(deadline()))).code).toBe('address_refused');
    const missing = open('email', mailBy(null));
    expect((await failureOf(missing.check(deadline()))).code).toBe('mail_server_missing');
    expect((await failureOf(missing.deliver(request(), deadline()))).code).toBe('mail_server_missing');
  });

  test('does not take a server without sign-in for one that took the password', async () => {
    const open_ = await startMailServer({ authOptional: true, disabledCommands: ['AUTH'] });
    onTestFinished(() => open_.stop());
    const settings = { ...open_.settings, password };
    const { code, answer } = await failureOf(open('email', mailBy(settings)).check(deadline()));
    expect({ code, words: answer.words }).toEqual({
      ...{ code: 'mail_server_refused', words: '503 AUTH not offered' },
    });
    expect(await open('email', mailBy({ ...settings, user: null })).check(deadline())).toMatchObject({
      identity: expect.stringContaining('localhost'),
    });
  });

  test('works over TLS from the first byte', async () => {
    const tls = await startMailServer({ secure: true });
    onTestFinished(() => tls.stop());
    const mail = mailBy(tls.settings);
    expect(await open('email', mail).check(deadline())).toMatchObject({ identity: expect.any(String) });
    const sent = request();
    await open('email', mail).deliver(sent, deadline());
    expect(await tls.stored()).toMatchObject([{ isEncrypted: true }]);
  });
});

describe('a connection that breaks', () => {
  test.each([
    ['before', 'temporary', 0],
    ['middle', 'temporary', 0],
    ['after', 'unknown', 1],
  ] as const)('%s a small or a large document is of class %s', async (when, errorClass, copies) => {
    server.obey({ kind: 'cut', when });
    for (const sizeBytes of when === 'middle' ? [3_000_000] : [700, 3_000_000]) {
      const sent = request({ sizeBytes });
      const failure = await failureOf(open('email').deliver(sent, deadline()));
      expect(failure.class, `${sizeBytes} bytes`).toBe(errorClass);
      expect(await storedOf(sent)).toHaveLength(copies);
    }
  });

  test('is not taken for a yes or a no when the last answer broke off with it', async () => {
    const sent = request();
    const mail = await scriptedServer(['250 Ok: queu']);
    expect((await failureOf(open('email', mail).deliver(sent, deadline()))).class).toBe('unknown');
    const refusing = await scriptedServer(['554 5.7.1 no, since']);
    expect((await failureOf(open('email', refusing).deliver(request(), deadline()))).class).toBe('unknown');
  });

  test('after a whole answer has its outcome', async () => {
    const yes = await scriptedServer(['250 Ok\r\n']);
    expect(await open('email', yes).deliver(request(), deadline())).toMatchObject({ state: 'accepted' });
    const no = await scriptedServer(['554 5.7.1 no\r\n']);
    expect((await failureOf(open('email', no).deliver(request(), deadline()))).code).toBe('document_refused');
  });

  test('is an unknown outcome for a server that says yes before it has the whole', async () => {
    const hasty = await scriptedServer(['250 Ok\r\n'], { answersAfterBytes: 50_000 });
    const sent = request({ sizeBytes: 8_000_000 });
    expect((await failureOf(open('email', hasty).deliver(sent, deadline()))).class).toBe('unknown');
  });
});

describe('a large document', () => {
  test('is read as it is sent, and no further than the network takes it', async () => {
    const stuck = await scriptedServer([], { readsBytes: 100_000 });
    const stopping = new AbortController();
    const document = makeDocument(500_000_000);
    const mail = { deliveryId: 'd1', to: 'a@exemple.fr', subject: 'Achat', text: 'Bonjour', document };
    const failing = failureOf(stuck.send(mail, stopping.signal));
    let readBytes = -1;
    await expect
      .poll(
        () => {
          const hasGrown = document.reading.bytesRead > Math.max(readBytes, 0);
          readBytes = document.reading.bytesRead;
          return readBytes > 0 && !hasGrown;
        },
        { interval: 300 },
      )
      .toBe(true);
    // What both ends of a connection hold in the kernel, and little more.
    expect(readBytes).toBeLessThan(20_000_000);
    stopping.abort();
    expect((await failing).class).toBe('temporary');
    await expect.poll(() => document.reading.openStreams).toBe(0);
  });
});

/**
 * A server of a few lines that takes one mail and ends with these words, then hangs up. The figures are bytes of the message after
 * which it answers already, or reads no more.
 */
async function scriptedServer(
  words: readonly string[],
  { answersAfterBytes = Number.POSITIVE_INFINITY, readsBytes = Number.POSITIVE_INFINITY } = {},
) {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write('220 bref\r\n');
    let text = '';
    let isBody = false;
    let bodyBytes = 0;
    const end = () => {
      for (const each of words) socket.write(each);
      socket.end();
    };
    socket.on('data', (chunk) => {
      text = (text + chunk.toString('latin1')).slice(-2_000);
      if (isBody) {
        bodyBytes += chunk.length;
        if (bodyBytes > readsBytes) return socket.pause();
        if (text.endsWith('\r\n.\r\n') || bodyBytes > answersAfterBytes) end();
        return;
      }
      for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n')) {
        isBody = text.startsWith('DATA');
        socket.write(isBody ? '354 go on\r\n' : '250 ok\r\n');
        text = text.slice(at + 2);
      }
    });
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    listening.close();
    await once(listening, 'close');
  });
  const { port } = listening.address() as AddressInfo;
  return mailBy({
    ...server.settings,
    host: '127.0.0.1',
    port,
    security: 'none',
    user: null,
    password: null,
  });
}

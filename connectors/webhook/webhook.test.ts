import { type Credentials, openWorld, type Session } from '@navette/connector';
import { failureOf, makeDocument } from '@navette/connector/conformance';
import { startFaultProxy } from '@navette/testkit';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test } from 'vitest';
import { readSigningKey, signEvent } from './signature.ts';
import { authorization, clientKey, secret, startReceiver } from './test-receiver.ts';
import { connector } from './webhook.ts';

const signal = () => AbortSignal.timeout(50_000);

async function start(changes: Credentials = {}) {
  const resources = new AsyncDisposableStack();
  onTestFinished(() => resources.disposeAsync());
  const receiver = resources.use(await startReceiver());
  const proxy = resources.use(await startFaultProxy({ upstream: receiver.host }));
  const world = resources.use(openWorld({ allowedHosts: [proxy.host] }));
  const address = `http://${proxy.host}/crochets/jeton-secret-de-l-adresse`;
  const session: Session = connector.open({ address, secret, authorization, ...changes }, world.context());
  resources.defer(() => session.close());
  return { receiver, proxy, session };
}

function request(document = makeDocument(1_000)) {
  return {
    deliveryId: crypto.randomUUID(),
    clientKey,
    clientName: 'Boulangerie Dupont',
    type: 'purchase',
    document,
  } as const;
}

test('sends an event that says all of the document, and keeps the reference that the receiver gives', async () => {
  const { session, receiver, proxy } = await start();
  const sent = request();
  const receipt = await session.deliver(sent, signal());
  expect(receipt).toMatchObject({
    state: 'confirmed',
    partnerRef: `piece-${sent.deliveryId}`,
    httpStatus: 200,
  });
  expect(receiver.received.get(sent.deliveryId)).toMatchObject({ sha256: sent.document.sha256 });
  expect(proxy.requests[0]?.path).toBe('/crochets/jeton-secret-de-l-adresse');
  expect(proxy.requests[0]?.headers['webhook-id']).toBe(sent.deliveryId);
});

test('sends the same id again after a lost answer, so that the receiver has it once', async () => {
  const { session, receiver, proxy } = await start();
  const sent = request();
  proxy.order({ kind: 'cut', when: 'after' });
  expect((await failureOf(session.deliver(sent, signal()))).class).toBe('unknown');
  proxy.clearFaults();
  await session.deliver(sent, signal());
  expect(receiver.ids).toEqual([sent.deliveryId, sent.deliveryId]);
  expect(receiver.received.size).toBe(1);
});

test('the signature of a body does not fit another one', async () => {
  const key = readSigningKey(secret) ?? new Uint8Array();
  const body = '{"type":"ping"}';
  const headers = await signEvent(key, 'd-1', Date.now(), new Blob([body]).stream());
  const webhook = new Webhook(secret);
  expect(webhook.verify(body, headers)).toEqual({ type: 'ping' });
  expect(() => webhook.verify(body.replace('ping', 'pong'), headers)).toThrow('No matching signature');
  expect(() => webhook.verify(body, { ...headers, 'webhook-id': 'd-2' })).toThrow('No matching signature');
});

test('signs as the example of the specification does', async () => {
  // The library's own test vector.
  const key = readSigningKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw') ?? new Uint8Array();
  const body = new Blob(['{"test": 2432232314}']).stream();
  const headers = await signEvent(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, body);
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test.each([
  ['no base64', 'whsec_pas-du-base64'],
  ['too short', `whsec_${Buffer.alloc(23).toString('base64')}`],
  ['too long', `whsec_${Buffer.alloc(65).toString('base64')}`],
  ['empty', ''],
])('refuses a secret that is %s before it sends anything', async (_, wrong) => {
  const { session, proxy } = await start({ secret: wrong });
  expect((await failureOf(session.check(signal()))).code).toBe('credentials_rejected');
  expect((await failureOf(session.deliver(request(), signal()))).code).toBe('credentials_rejected');
  expect(proxy.requests).toEqual([]);
});

test('refuses a header that holds a line break, and does not quote it', async () => {
  const { session, proxy } = await start({ authorization: 'Bearer a\r\nx-injected: 1' });
  const failure = await failureOf(session.check(signal()));
  expect(failure.code).toBe('credentials_rejected');
  expect(JSON.stringify(failure)).not.toContain('x-injected');
  expect(proxy.requests).toEqual([]);
});

test.each([
  [400, 'document_refused'],
  [409, 'document_refused'],
  [413, 'document_too_large'],
  [415, 'format_refused'],
  [422, 'document_refused'],
  [404, 'address_gone'],
  [410, 'address_gone'],
  [308, 'partner_unreadable'],
  [502, 'partner_error'],
  [504, 'outcome_unknown'],
])(
  'a document answered %i is %s, with the words of the receiver and without the path of the address',
  async (status, code) => {
    const { session, proxy, receiver } = await start();
    const body = '{"message":"Non\u00a0: /crochets/jeton-secret-de-l-adresse"}';
    proxy.order({
      kind: 'answer',
      answer: { status, headers: { 'content-type': 'application/json' }, body },
    });
    const failure = await failureOf(session.deliver(request(), signal()));
    expect(failure).toMatchObject({ code, answer: { httpStatus: status, words: 'Non\u00a0: •••' } });
    expect(receiver.received.size).toBe(0);
  },
);

test('an address that is withdrawn stops the application when it is tried, too', async () => {
  const { session, proxy } = await start();
  proxy.order({ kind: 'answer', answer: { status: 410 } });
  const failure = await failureOf(session.check(signal()));
  expect(failure).toMatchObject({ code: 'address_gone', class: 'connection', params: { host: proxy.host } });
});

test.each(['text/html; charset=utf-8', 'text/plain'])(
  'a web page of the type %s is no receipt of a document: the same id goes again',
  async (type) => {
    const { session, proxy } = await start();
    const headers = { 'content-type': type };
    proxy.order({
      kind: 'answer',
      answer: { status: 200, headers, body: '<!DOCTYPE html><p>Bienvenue</p>' },
    });
    expect((await failureOf(session.deliver(request(), signal()))).code).toBe('outcome_unknown');
  },
);

test('an empty answer of the type HTML, as small programs give, is a receipt', async () => {
  const { session, proxy } = await start();
  proxy.order({
    kind: 'answer',
    answer: { status: 200, headers: { 'content-type': 'text/html' }, body: 'ok' },
  });
  expect(await session.deliver(request(), signal())).toMatchObject({ state: 'confirmed', partnerRef: null });
  expect(await session.check(signal())).toEqual({ identity: proxy.host });
});

test.each([1, 2])(
  'a source %i bytes shorter than announced is noticed behind the padding of base64',
  async (missing) => {
    const { session, proxy, receiver } = await start();
    const failure = await failureOf(
      session.deliver(request(makeDocument(300, { endsAfter: 300 - missing })), signal()),
    );
    expect(failure.code).toBe('bytes_missing');
    expect([proxy.requests.length, receiver.received.size]).toEqual([0, 0]);
  },
);

test('a large document is read twice, piece by piece, and never whole in memory', async () => {
  await using receiver = await startReceiver();
  await using world = openWorld({ allowedHosts: [receiver.host] });
  const context = world.context();
  const sizeBytes = 19_999_999;
  let [takenBytes, readBytes, leadBytes] = [0, 0, 0];
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      takenBytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const fetch: typeof context.fetch = (url, init) =>
    context.fetch(
      url,
      init?.body instanceof ReadableStream ? { ...init, body: init.body.pipeThrough(count) } : init,
    );
  const document = makeDocument(sizeBytes, {
    onRead(bytesRead) {
      readBytes = bytesRead;
      // Nothing is sent while it is read for the signature.
      if (document.reading.bytesRead > sizeBytes)
        leadBytes = Math.max(leadBytes, readBytes - takenBytes * 0.75);
    },
  });
  const sent = request(document);
  const address = `http://${receiver.host}`;
  const session = connector.open({ address, secret, authorization }, { ...context, fetch });
  await session.deliver(sent, signal());
  expect(document.reading).toMatchObject({ bytesRead: 2 * sizeBytes, openStreams: 0 });
  expect(leadBytes).toBeLessThan(1_000_000);
  expect(receiver.received.get(sent.deliveryId)?.sha256).toBe(document.sha256);
});

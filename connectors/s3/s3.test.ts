import { type Credentials, openWorld, type Session } from '@navette/connector';
import { failureOf, makeDocument } from '@navette/connector/conformance';
import { hasObjectStore } from '@navette/testkit';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connector } from './s3.ts';
import { bucketName, objectPath, region, startBucket, stranger, type TestBucket } from './test-buckets.ts';

const signal = () => AbortSignal.timeout(50_000);

type WorldChanges = Partial<Parameters<typeof openWorld>[0]>;

function open(
  { host, credentials }: TestBucket,
  changes: Credentials = {},
  world: WorldChanges = {},
): Session {
  const opened = openWorld({ allowedHosts: [host], ...world });
  onTestFinished(() => opened.close());
  return connector.open({ ...credentials, ...changes }, opened.context());
}

let count = 0;

/** A delivery of a client that no other test has. */
function request(document = makeDocument(2_000), clientKey = `CLIENT${++count}`) {
  return {
    deliveryId: crypto.randomUUID(),
    clientKey,
    clientName: 'Dupont',
    type: 'purchase',
    document,
  } as const;
}

async function copiesFor(bucket: TestBucket, client: string) {
  return (await bucket.received()).filter(({ clientKey }) => clientKey === client);
}

/** Delivers until each is there, as the queue does. */
async function deliverAll(sessions: readonly Session[], requests: readonly ReturnType<typeof request>[]) {
  let left = [...requests];
  for (let round = 0; left.length > 0 && round < requests.length; round++) {
    const outcomes = await Promise.allSettled(
      left.map((each, index) => sessions[index % sessions.length]?.deliver(each, signal())),
    );
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of failed) expect(reason).toMatchObject({ class: 'temporary' });
    left = left.filter((_, index) => outcomes[index]?.status === 'rejected');
  }
  expect(left).toEqual([]);
}

describe.skipIf(!hasObjectStore).each(['honoured', 'ignored'] as const)('conditions %s', (conditions) => {
  let bucket: TestBucket;
  beforeAll(async () => {
    bucket = await startBucket(conditions);
  });
  afterAll(() => bucket[Symbol.asyncDispose]());

  test('says which bucket it reached, and leaves an empty object beside the documents', async () => {
    const result = await open(bucket).check(signal());
    expect(result).toEqual({ identity: `${bucketName} · ${bucket.host}` });
    const probe = await bucket.ask('GET', objectPath('.navette'));
    expect([probe.status, await probe.text()]).toEqual([200, '']);
    await open(bucket, { template: 'compta/{client}/{name}' }).check(signal());
    expect((await bucket.ask('HEAD', objectPath('compta/.navette'))).status).toBe(200);
  });

  test('other content under the same name makes way, and both are there', async () => {
    const session = open(bucket);
    const first = request(makeDocument(2_000, { name: 'facture.pdf' }));
    const second = request(makeDocument(2_000, { name: 'facture.pdf' }), first.clientKey);
    const refs = [await session.deliver(first, signal()), await session.deliver(second, signal())];
    const copies = await copiesFor(bucket, first.clientKey);
    expect(new Set(copies.map(({ sha256 }) => sha256))).toEqual(
      new Set([first.document.sha256, second.document.sha256]),
    );
    const path = `${first.clientKey}/achats/2026-11-21-facture`;
    const names = {
      honoured: [`${path}.pdf`, `${path} (2).pdf`],
      ignored: [first, second].map(({ document }) => `${path}-${document.sha256.slice(0, 12)}.pdf`),
    };
    expect(refs.map(({ partnerRef }) => partnerRef)).toEqual(names[conditions]);
  });

  test('the same content under the same name is done without being written again', async () => {
    const session = open(bucket);
    const first = request();
    const { partnerRef } = await session.deliver(first, signal());
    const before = bucket.requests.length;
    expect(await session.deliver({ ...first, deliveryId: crypto.randomUUID() }, signal())).toEqual({
      partnerRef,
      state: 'confirmed',
    });
    expect(bucket.requests.slice(before).map(({ method }) => method)).not.toContain('PUT');
    expect(await copiesFor(bucket, first.clientKey)).toHaveLength(1);
  });

  test('many at the same moment under one name, from several sessions: none is lost, none is there twice', async () => {
    const clientKey = `CLIENT${++count}`;
    const requests = Array.from({ length: 8 }, () =>
      request(makeDocument(50_000, { name: 'facture.pdf' }), clientKey),
    );
    await deliverAll([open(bucket), open(bucket)], requests);
    const copies = await copiesFor(bucket, clientKey);
    expect(copies.map(({ sha256 }) => sha256).sort()).toEqual(
      requests.map(({ document }) => document.sha256).sort(),
    );
  });

  test('finds a document under the name it has on a server of the other kind', async () => {
    const sent = request();
    const { partnerRef } = await open(bucket).deliver(sent, signal());
    expect(await open(bucket).find?.(sent, signal())).toEqual({ partnerRef, state: 'confirmed' });
    const { document, ...rest } = request();
    expect(await open(bucket).find?.({ ...rest, document }, signal())).toBeNull();
  });

  test('bytes that are not those announced are refused by the server, and nothing is there', async () => {
    const { document, ...rest } = request();
    const altered = { ...document, open: makeDocument(document.sizeBytes).open };
    const failure = await failureOf(open(bucket).deliver({ ...rest, document: altered }, signal()));
    expect(failure).toMatchObject({ code: 'partner_error', answer: { words: 'XAmzContentSHA256Mismatch' } });
    expect(await copiesFor(bucket, rest.clientKey)).toEqual([]);
  });
});

describe.skipIf(!hasObjectStore)('one server', () => {
  let bucket: TestBucket;
  beforeAll(async () => {
    bucket = await startBucket('honoured');
  });
  afterAll(() => bucket[Symbol.asyncDispose]());

  test.each<[string, Credentials, string]>([
    ['an unknown key', { accessKeyId: 'INCONNUE000000000001' }, 'credentials_rejected'],
    ['a wrong secret', { secretAccessKey: 'pas-le-bon-secret' }, 'credentials_rejected'],
    ['somebody else’s account', stranger, 'destination_forbidden'],
    ['a bucket that is not there', { bucket: 'absent-du-cabinet' }, 'destination_missing'],
  ])('%s is refused as such, when it is tried and when a document is sent', async (_, changes, code) => {
    const session = open(bucket, changes);
    expect((await failureOf(session.check(signal()))).code).toBe(code);
    expect((await failureOf(session.deliver(request(), signal()))).code).toBe(code);
    expect((await failureOf(session.find?.(request(), signal()) ?? Promise.resolve())).code).toBe(code);
  });

  test('a clock that is off by an hour is told as such', async () => {
    const session = open(bucket, {}, { now: () => Date.now() + 3_600_000 });
    expect((await failureOf(session.check(signal()))).code).toBe('clock_skewed');
  });

  test('a bucket before the address, as a subdomain', async () => {
    const { port } = new URL(`http://${bucket.host}`);
    const address = `http://s3.navette.test:${port}`;
    const names = { addressing: 'host', address };
    const session = open(bucket, names, {
      allowedHosts: [`${bucketName}.s3.navette.test`],
      lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    expect(await session.check(signal())).toEqual({ identity: `${bucketName} · s3.navette.test:${port}` });
    const sent = request();
    await session.deliver(sent, signal());
    expect(await copiesFor(bucket, sent.clientKey)).toHaveLength(1);
  });

  test.each([
    ['Facture n°12 (été) #3 100% a+b=c & d.pdf'],
    ["l'avoir !*'().pdf"],
    ['請求書 فاتورة 🧾.pdf'],
    [`${'é'.repeat(98)}.pdf`],
    ['a/../b?x=1%2F.pdf'],
  ])('a document called %s is signed, stored and found', async (name) => {
    const session = open(bucket, { template: 'Compta & co/{client}/{name}' });
    const sent = request(makeDocument(1_000, { name }));
    const receipt = await session.deliver(sent, signal());
    const stored = await bucket.ask('GET', objectPath(receipt.partnerRef ?? ''));
    expect(stored.status).toBe(200);
    expect((await stored.bytes()).length).toBe(1_000);
    expect(await session.find?.(sent, signal())).toEqual(receipt);
  });

  const errorBody = (code: string, message = '') =>
    `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></Error>`;

  test.each([
    [301, 'PermanentRedirect', 'bucket_elsewhere'],
    [400, 'AuthorizationHeaderMalformed', 'bucket_elsewhere'],
    [400, 'ExpiredToken', 'credentials_rejected'],
    [403, 'QuotaExceeded', 'destination_full'],
    [400, 'EntityTooLarge', 'document_refused'],
    [503, 'SlowDown', 'partner_busy'],
    [500, 'InternalError', 'partner_error'],
    [409, 'OperationAborted', 'partner_error'],
  ])('a document answered %i %s is %s, with the words of the server', async (status, said, code) => {
    const session = open(bucket);
    await session.check(signal());
    const headers = { 'content-type': 'application/xml', 'retry-after': '7' };
    const answer = { status, headers, body: errorBody(said, 'expecting eu-west-1') };
    bucket.order({ kind: 'answer', answer, matches: ({ method }) => method === 'PUT' });
    const failure = await failureOf(session.deliver(request(), signal()));
    bucket.clearFaults();
    const words = `${said}: expecting eu-west-1`;
    expect(failure).toMatchObject({ code, answer: { httpStatus: status, words, retryAfterMs: 7_000 } });
    if (code === 'bucket_elsewhere') expect(failure.params).toMatchObject({ folder: bucketName, region });
  });

  test('a server that does not know the condition gets names by content', async () => {
    const answer = { status: 501, body: errorBody('NotImplemented') };
    bucket.order({
      kind: 'answer',
      answer,
      matches: ({ headers }) => headers['if-none-match'] !== undefined,
    });
    const sent = request(makeDocument(1_000, { name: 'facture.pdf' }));
    const { partnerRef } = await open(bucket).deliver(sent, signal());
    bucket.clearFaults();
    expect(partnerRef).toBe(
      `${sent.clientKey}/achats/2026-11-21-facture-${sent.document.sha256.slice(0, 12)}.pdf`,
    );
  });

  test('the server’s own SHA-256 of an object spares reading it back; one of parts does not', async () => {
    const session = open(bucket);
    const sent = request();
    await session.deliver(sent, signal());
    const checksum = Buffer.from(sent.document.sha256, 'hex').toString('base64');
    for (const [said, methods] of [
      [checksum, ['HEAD']],
      [`${checksum}-2`, ['HEAD', 'GET']],
    ] as const) {
      const headers = { 'content-length': String(sent.document.sizeBytes), 'x-amz-checksum-sha256': said };
      bucket.order({
        kind: 'answer',
        answer: { status: 200, headers },
        matches: ({ method }) => method === 'HEAD',
      });
      const before = bucket.requests.length;
      expect(await session.find?.(sent, signal())).not.toBeNull();
      expect(bucket.requests.slice(before + 1).map(({ method }) => method)).toEqual(methods);
      bucket.clearFaults();
    }
  });

  test('what is written and cannot be read back is in doubt', async () => {
    const session = open(bucket);
    await session.check(signal());
    const sent = request();
    let heads = 0;
    const matches = ({ method }: { readonly method: string }) => method === 'HEAD' && ++heads > 1;
    bucket.order({ kind: 'cut', when: 'before', matches });
    expect((await failureOf(session.deliver(sent, signal()))).code).toBe('outcome_unknown');
    bucket.clearFaults();
    expect(await session.find?.(sent, signal())).not.toBeNull();
  });

  test.each([
    [504, 'a gateway gave up waiting'],
    [202, 'nobody knows what it means'],
  ])('a document answered %i is in doubt: %s', async (status) => {
    const session = open(bucket);
    await session.check(signal());
    bucket.order({ kind: 'answer', answer: { status }, matches: ({ method }) => method === 'PUT' });
    const failure = await failureOf(session.deliver(request(), signal()));
    bucket.clearFaults();
    expect(failure).toMatchObject({ code: 'outcome_unknown', answer: { httpStatus: status } });
  });

  test('an error whose name is that of something in the language is one like another', async () => {
    const answer = { status: 400, body: errorBody('constructor') };
    bucket.order({ kind: 'answer', answer, matches: ({ method }) => method === 'PUT' });
    const failure = await failureOf(open(bucket).deliver(request(), signal()));
    bucket.clearFaults();
    expect(failure).toMatchObject({ code: 'partner_unreadable', answer: { words: 'constructor' } });
  });

  test('what is taken away between the write and the look is in doubt, and not sent again at once', async () => {
    const session = open(bucket);
    await session.check(signal());
    const sent = request();
    let heads = 0;
    const matches = ({ method }: { readonly method: string }) => method === 'HEAD' && ++heads > 1;
    bucket.order({ kind: 'answer', answer: { status: 404 }, matches });
    expect((await failureOf(session.deliver(sent, signal()))).code).toBe('outcome_unknown');
    bucket.clearFaults();
  });

  test('a document of 50 MB arrives whole', async () => {
    const sent = request(makeDocument(50_000_000));
    await open(bucket).deliver(sent, signal());
    expect(await copiesFor(bucket, sent.clientKey)).toMatchObject([{ sha256: sent.document.sha256 }]);
  });
});

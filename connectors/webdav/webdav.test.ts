import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Credentials, openWorld, type Session } from '@navette/connector';
import { failureOf, makeDocument } from '@navette/connector/conformance';
import { type FaultProxy, startFaultProxy } from '@navette/testkit';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listReceived } from './test-harness.ts';
import {
  account,
  type DavServer,
  hasApache,
  hasLighttpd,
  hasRclone,
  startApache,
  startLighttpd,
  startRclone,
} from './test-servers.ts';
import { connector } from './webdav.ts';

const signal = () => AbortSignal.timeout(50_000);

function open(host: string, changes: Credentials = {}): Session {
  const world = openWorld({ allowedHosts: [host] });
  onTestFinished(() => world.close());
  return connector.open({ address: `http://${host}/compta`, ...account, ...changes }, world.context());
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

const servers = [
  ['apache2', hasApache, startApache],
  ['lighttpd', hasLighttpd, startLighttpd],
  ['rclone', hasRclone, startRclone],
] as const;

for (const [name, isThere, start] of servers)
  describe.skipIf(!isThere)(name, () => {
    let server: DavServer;
    let proxy: FaultProxy;
    beforeAll(async () => {
      server = await start();
      proxy = await startFaultProxy({ upstream: server.host });
    });
    afterAll(async () => {
      await proxy.stop();
      await server[Symbol.asyncDispose]();
    });
    const folderOf = (clientKey: string) => join(server.root, 'compta', clientKey, 'achats');
    const copiesFor = (clientKey: string) => listReceived(folderOf(clientKey));

    test('says who was reached and where, and leaves nothing of its try', async () => {
      const before = await readdir(join(server.root, 'compta'));
      const result = await open(server.host).check(signal());
      expect(result).toEqual({ identity: `compta · ${server.host}/compta` });
      expect(await readdir(join(server.root, 'compta'))).toEqual(before);
    });

    test('a wrong password, and a folder that is not there, are told as such', async () => {
      const wrong = open(server.host, { password: 'faux' });
      const elsewhere = open(server.host, { address: `http://${server.host}/absent` });
      for (const [session, code] of [
        [wrong, 'credentials_rejected'],
        [elsewhere, 'destination_missing'],
      ] as const) {
        expect((await failureOf(session.check(signal()))).code).toBe(code);
        expect((await failureOf(session.deliver(request(), signal()))).code).toBe(code);
        expect((await failureOf(session.find?.(request(), signal()) ?? Promise.resolve())).code).toBe(code);
      }
      expect(await readdir(server.root)).not.toContain('absent');
    });

    test('other content under the same name makes way, and both are there', async () => {
      const session = open(server.host);
      const first = request(makeDocument(2_000, { name: 'facture.pdf' }));
      const second = request(makeDocument(2_000, { name: 'facture.pdf' }), first.clientKey);
      const path = `${first.clientKey}/achats/2026-11-21-facture`;
      expect((await session.deliver(first, signal())).partnerRef).toBe(`${path}.pdf`);
      expect((await session.deliver(second, signal())).partnerRef).toBe(`${path} (2).pdf`);
      const hashes = (await copiesFor(first.clientKey)).map(({ sha256 }) => sha256);
      expect(hashes.sort()).toEqual([first.document.sha256, second.document.sha256].sort());
    });

    test('the same content under the same name is done without being written again', async () => {
      const session = open(proxy.host);
      const first = request();
      const { partnerRef } = await session.deliver(first, signal());
      const before = proxy.requests.length;
      const again = await session.deliver({ ...first, deliveryId: crypto.randomUUID() }, signal());
      expect(again).toEqual({ partnerRef, state: 'confirmed' });
      expect(proxy.requests.slice(before).map(({ method }) => method)).not.toContain('PUT');
      expect(await copiesFor(first.clientKey)).toHaveLength(1);
    });

    test('many at the same moment under one name: none is lost, and none is there twice', async () => {
      const session = open(server.host);
      const clientKey = `CLIENT${++count}`;
      const requests = Array.from({ length: 8 }, () =>
        request(makeDocument(50_000, { name: 'a.pdf' }), clientKey),
      );
      // rclone refuses some of what comes at the same moment; the queue tries it again.
      const refused = (await Promise.allSettled(requests.map((each) => session.deliver(each, signal())))).map(
        (outcome) => (outcome.status === 'rejected' ? outcome.reason : null),
      );
      for (const [index, failure] of refused.entries()) {
        if (failure === null) continue;
        expect(failure).toMatchObject({ class: 'temporary' });
        await session.deliver(requests[index] ?? request(), signal());
      }
      const hashes = (await copiesFor(clientKey)).map(({ sha256 }) => sha256);
      expect(hashes.sort()).toEqual(requests.map(({ document }) => document.sha256).sort());
    });

    test('what a person put there under that name stays as it is', async () => {
      const clientKey = `CLIENT${++count}`;
      const session = open(server.host);
      // So that the folder belongs to the server.
      await session.deliver(request(makeDocument(100), clientKey), signal());
      await writeFile(join(folderOf(clientKey), '2026-11-21-facture.pdf'), 'autre chose');
      await mkdir(join(folderOf(clientKey), '2026-11-21-facture (2).pdf'));
      const { partnerRef } = await session.deliver(
        request(makeDocument(2_000, { name: 'facture.pdf' }), clientKey),
        signal(),
      );
      expect(partnerRef).toBe(`${clientKey}/achats/2026-11-21-facture (3).pdf`);
      expect(await readFile(join(folderOf(clientKey), '2026-11-21-facture.pdf'), 'utf8')).toBe('autre chose');
    });

    test.each([
      ['Facture n°12 (été) #3 100% a+b=c & d.pdf'],
      ["l'avoir !*'();@,$.pdf"],
      ['請求書 فاتورة 🧾.pdf'],
      [`${'é'.repeat(98)}.pdf`],
      ['a/../b?x=1%2F.pdf'],
    ])('a document called %s arrives under that name, and is found', async (wanted) => {
      const session = open(server.host, { template: 'Compta & co/100% #1/{client}/{name}' });
      const sent = request(makeDocument(1_000, { name: wanted }));
      const receipt = await session.deliver(sent, signal());
      const bytes = await readFile(join(server.root, 'compta', receipt.partnerRef ?? ''));
      expect(bytes.length).toBe(1_000);
      expect(await session.find?.(sent, signal())).toEqual(receipt);
    });

    test('a source that breaks leaves nothing under a name that people see', async () => {
      const sent = request(makeDocument(500_000, { breaksAfter: 200_000 }));
      expect((await failureOf(open(server.host).deliver(sent, signal()))).code).toBe('bytes_missing');
      expect(await copiesFor(sent.clientKey)).toEqual([]);
      // rclone may write what it has after it was asked to remove it; the others write under a name of their own.
      if (name !== 'rclone') await expect.poll(() => readdir(folderOf(sent.clientKey))).toEqual([]);
    });

    test('behind a proxy, under an address that the server does not know as its own', async () => {
      await using front = await startFaultProxy({
        upstream: server.host,
        hostHeader: 'interne.example:8443',
      });
      const session = open(front.host);
      expect(await session.check(signal())).toMatchObject({ identity: `compta · ${front.host}/compta` });
      const sent = request();
      await session.deliver(sent, signal());
      expect(await copiesFor(sent.clientKey)).toMatchObject([{ sha256: sent.document.sha256 }]);
    });

    test('a document of 50 MB arrives whole', async () => {
      const sent = request(makeDocument(50_000_000));
      await open(server.host).deliver(sent, signal());
      expect(await copiesFor(sent.clientKey)).toMatchObject([{ sha256: sent.document.sha256 }]);
    });
  });

describe.skipIf(!hasApache)('what a server refuses', () => {
  let server: DavServer;
  let proxy: FaultProxy;
  beforeAll(async () => {
    server = await startApache();
    proxy = await startFaultProxy({ upstream: server.host });
  });
  afterAll(async () => {
    await proxy.stop();
    await server[Symbol.asyncDispose]();
  });

  test('a folder that may only be read is told as such', async () => {
    const session = open(server.host, { address: `http://${server.host}/lecture` });
    const failure = await failureOf(session.check(signal()));
    expect(failure).toMatchObject({ code: 'destination_forbidden', params: { folder: '/lecture' } });
    expect((await failureOf(session.deliver(request(), signal()))).code).toBe('destination_forbidden');
  });

  test('a folder that somebody locked is a passing matter', async () => {
    const { username, password } = account;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const session = open(server.host);
    const sent = request();
    await session.deliver({ ...sent, document: makeDocument(100) }, signal());
    const locked = `http://${server.host}/compta/${sent.clientKey}/achats/`;
    const body =
      '<?xml version="1.0"?><lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype></lockinfo>';
    const lock = await fetch(locked, { method: 'LOCK', body, headers: { authorization, depth: 'infinity' } });
    expect(lock.status).toBe(200);
    await lock.text();
    const failure = await failureOf(session.deliver(sent, signal()));
    expect(failure).toMatchObject({ class: 'temporary', answer: { httpStatus: 423 } });
    const unlocked = await fetch(locked, {
      method: 'UNLOCK',
      headers: { authorization, 'lock-token': lock.headers.get('lock-token') ?? '' },
    });
    expect(unlocked.status).toBe(204);
    await session.deliver(sent, signal());
  });

  test.each([
    [507, 'destination_full'],
    [413, 'document_refused'],
    [302, 'partner_unreadable'],
  ])('a document answered %i is %s, with the words of the server', async (status, code) => {
    const body =
      '<?xml version="1.0"?><d:error xmlns:s="http://sabredav.org/ns"><s:message>Trop</s:message></d:error>';
    const headers = { location: 'http://ailleurs.example/' };
    const answer = { status, headers, body };
    proxy.order({ kind: 'answer', answer, matches: ({ method }) => method === 'PUT' });
    const failure = await failureOf(open(proxy.host).deliver(request(), signal()));
    proxy.clearFaults();
    expect(failure).toMatchObject({ code, answer: { httpStatus: status, words: 'Trop' } });
  });

  test.each(['MOVE', 'GET'])(
    'a file that vanishes before its %s is a passing matter, not one of the folder',
    async (gone) => {
      proxy.order({ kind: 'answer', answer: { status: 404 }, matches: ({ method }) => method === gone });
      const failure = await failureOf(open(proxy.host).deliver(request(), signal()));
      proxy.clearFaults();
      expect(failure).toMatchObject({ code: 'partner_error', answer: { httpStatus: 404 } });
    },
  );

  test.each([
    [504, 'a gateway gave up waiting'],
    [200, 'a web page, or a server that says it its own way'],
  ])('a rename answered %i may have been done: %s', async (status) => {
    const answer = { status, headers: { 'content-type': 'text/html' }, body: '<p></p>' };
    proxy.order({ kind: 'answer', answer, matches: ({ method }) => method === 'MOVE' });
    const failure = await failureOf(open(proxy.host).deliver(request(), signal()));
    proxy.clearFaults();
    expect(failure).toMatchObject({ code: 'outcome_unknown', answer: { httpStatus: status } });
  });

  test('a rename that a gateway answers with 502, and whose source is gone then, may have been done', async () => {
    const isMove = ({ method }: { readonly method: string }) => method === 'MOVE';
    let moves = 0;
    const first = (seen: { readonly method: string }) => isMove(seen) && moves++ === 0;
    proxy.order({ kind: 'answer', answer: { status: 502 }, matches: first });
    proxy.order({ kind: 'answer', answer: { status: 404 }, matches: isMove });
    const failure = await failureOf(open(proxy.host).deliver(request(), signal()));
    proxy.clearFaults();
    expect(failure.code).toBe('outcome_unknown');
  });

  test('a folder that cannot be made in one that is there is refused, and not asked for without end', async () => {
    proxy.order({
      kind: 'answer',
      answer: { status: 409 },
      matches: ({ path }) => path.endsWith('/achats/'),
    });
    const before = proxy.requests.length;
    const failure = await failureOf(open(proxy.host).deliver(request(), signal()));
    proxy.clearFaults();
    expect(failure).toMatchObject({ code: 'destination_missing', answer: { httpStatus: 409 } });
    expect(proxy.requests.length - before).toBeLessThan(10);
  });

  test('a delivery that is given up while another renames leaves nothing, and is told at once', async () => {
    const session = open(proxy.host);
    proxy.order({ kind: 'withhold', matches: ({ method }) => method === 'MOVE' });
    const first = failureOf(session.deliver(request(), signal()));
    await expect.poll(() => proxy.requests.at(-1)?.method).toBe('MOVE');
    const giveUp = new AbortController();
    const sent = request();
    const isHeldBy = () =>
      proxy.requests.some(
        ({ method, path }) =>
          method === 'GET' && path.includes(`/${sent.clientKey}/`) && path.endsWith('.part'),
      );
    const second = failureOf(session.deliver(sent, giveUp.signal));
    await expect.poll(isHeldBy).toBe(true);
    giveUp.abort();
    expect((await second).class).toBe('temporary');
    proxy.clearFaults();
    expect((await first).code).toBe('outcome_unknown');
  });

  test('a rename whose answer is lost is found by what stands there', async () => {
    const session = open(proxy.host);
    const sent = request();
    proxy.order({ kind: 'cut', when: 'after', matches: ({ method }) => method === 'MOVE' });
    expect((await failureOf(session.deliver(sent, signal()))).code).toBe('outcome_unknown');
    proxy.clearFaults();
    const found = await session.find?.(sent, signal());
    expect(found?.partnerRef).toBe(`${sent.clientKey}/achats/2026-11-21-${sent.document.name}`);
  });
});

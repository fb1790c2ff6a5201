import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, HttpClient } from '../testing/http-client.ts';
import { makePdf } from '../testing/make-document.ts';
import { startSandboxProgram } from '../testing/sandbox-program.ts';
import { startTestSandbox } from '../testing/test-sandbox.ts';
import { until } from '../testing/until.ts';
import { createAcdClient } from './acd/testing/acd-client.ts';
import { createMyUnisoftClient } from './myunisoft/testing/myunisoft-client.ts';

/** One document to one dossier of the default seed, without a thought for the partner's ways. */
interface Sender {
  push(bytes?: Uint8Array<ArrayBuffer>): Promise<Answer>;
  order: HttpClient['order'];
}

interface Player {
  readonly name: string;
  /** The status of a push that succeeds. */
  readonly success: number;
  open(url: string): Promise<Sender>;
  /** Lets as many requests through as a test needs. */
  readonly unhurried: object;
}

const players: readonly Player[] = [
  {
    name: 'myunisoft',
    success: 200,
    unhurried: { requestsPer10s: 100_000, concurrentPerRoute: 1000 },
    async open(url) {
      const client = createMyUnisoftClient(url);
      await client.activate();
      return { push: (bytes = makePdf()) => client.pushInvoice({ bytes }), order: client.order };
    },
  },
  {
    name: 'acd',
    success: 201,
    unhurried: { requestsPerSecond: 100_000 },
    async open(url) {
      const client = createAcdClient(url);
      const uuid = await client.uuid();
      return { push: (bytes = makePdf()) => client.push(uuid, { bytes }), order: client.order };
    },
  },
];

async function listReceived({ order }: Sender, partner: string) {
  const { body } = await order('GET', `/received?partner=${partner}`);
  return body as { id: string; size: number }[];
}

describe.each(players)('faults of $name', ({ name, open, success }) => {
  it.each([
    { kind: 'drop', when: 'before', stored: 0 },
    { kind: 'drop', when: 'middle', stored: 0 },
    { kind: 'drop', when: 'after', stored: 1 },
    { kind: 'delay', ms: 3_600_000, when: 'after', stored: 1 },
  ])('$kind $when leave $stored document to a sender without an answer', async ({ stored, ...order }) => {
    await using started = await startTestSandbox();
    const sender = await open(started.sandbox.url);
    await sender.order('POST', '/faults', { partner: name, match: 'push', count: 1, ...order });
    const refused = expect(sender.push(makePdf(3_000_000))).rejects.toThrow('fetch failed');
    await until('the fault to touch the request', async () => {
      const { body } = await sender.order('GET', '/faults');
      return (body as unknown[]).length === 0 ? true : undefined;
    });
    if (order.kind === 'delay') {
      await sender.order('POST', '/faults', { partner: name, down: 1 });
      started.clock.now += 1000;
    }
    await refused;
    expect(await listReceived(sender, name)).toHaveLength(stored);
    await until('no half to be left', async () =>
      (await readdir(join(started.dataFolder, 'incoming'))).length === 0 ? true : undefined,
    );
    expect((await sender.push()).status).toBe(success);
    expect(await listReceived(sender, name)).toHaveLength(stored + 1);
  });

  it('answers a status that was ordered, and stores nothing', async () => {
    await using started = await startTestSandbox();
    const sender = await open(started.sandbox.url);
    await sender.order('POST', '/faults', {
      partner: name,
      kind: 'status',
      status: 429,
      retryAfter: 7,
      count: 1,
    });
    expect(await sender.push()).toMatchObject({ status: 429, retryAfter: '7' });
    expect(await listReceived(sender, name)).toEqual([]);
    expect((await sender.push()).status).toBe(success);
  });

  it('goes back to its seed when it is reset', async () => {
    await using started = await startTestSandbox();
    const sender = await open(started.sandbox.url);
    await sender.push();
    await sender.order('PUT', `/${name}/behaviour`, { maxBytes: 10 });
    await sender.order('POST', '/reset');
    expect(await listReceived(sender, name)).toEqual([]);
    expect((await (await open(started.sandbox.url)).push()).status).toBe(success);
    expect(await listReceived(sender, name)).toHaveLength(1);
  });
});

describe.each(players)('kill −9 of $name', ({ name, open, success, unhurried }) => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'navette-killed-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('loses no document it answered for, nor an order', async () => {
    const args = ['--port', '0', '--mailbox-port', '0', '--data', folder];
    let answered = 0;
    {
      await using program = await startSandboxProgram(args);
      const sender = await open(program.ready.url);
      await sender.order('PUT', `/${name}/behaviour`, { ...unhurried, anyFormat: true });
      const send = async () => {
        for (;;) {
          const { status } = await sender.push(makePdf(50_000));
          if (status === success) answered++;
          if (answered === 40) program.child.kill('SIGKILL');
        }
      };
      await Promise.allSettled([1, 2, 3, 4].map(send));
    }
    expect(answered).toBeGreaterThanOrEqual(40);

    await using again = await startSandboxProgram(args);
    const sender = await open(again.ready.url);
    const received = await listReceived(sender, name);
    expect(received.length).toBeGreaterThanOrEqual(answered);
    for (const { id, size } of received) {
      const content = await fetch(`${again.ready.url}/_sandbox/received/${id}/content`);
      expect([(await content.arrayBuffer()).byteLength, size]).toEqual([50_000, 50_000]);
    }
    expect((await sender.push(Uint8Array.of(1, 2, 3))).body).toHaveProperty(name === 'acd' ? 'Id' : 'id');
    const { body } = await sender.order('GET', `/${name}/behaviour`);
    expect(body).toMatchObject({ ...unhurried, anyFormat: true });
  });
});

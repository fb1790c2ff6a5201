import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import defaultSeed from './partners/inqom/default-seed.json' with { type: 'json' };
import { createInqomClient } from './partners/inqom/testing/inqom-client.ts';
import { startSandboxProgram } from './testing/sandbox-program.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'navette-program-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const args = () => ['--port', '0', '--mailbox-port', '0', '--data', join(folder, 'data')];

it.each(['SIGTERM', 'SIGINT'] as const)(
  'says where it is in one line and does not wait for a request that hangs after %s',
  async (signal) => {
    await using program = await startSandboxProgram(args());
    const { url, mailbox, smtp } = program.ready;
    expect(smtp).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${mailbox}/messages`)).status).toBe(200);
    // A request that hangs must not hold it.
    const inqom = createInqomClient(url);
    await inqom.order('POST', '/faults', { partner: 'inqom', kind: 'delay', ms: 3_600_000 });
    const hanging = inqom.signIn().catch(() => 'cut');
    const { code, elapsedMs } = await program.stop(signal);
    expect(code).toBe(0);
    expect(elapsedMs).toBeLessThan(40_000);
    await hanging;
  },
);

it('ends with its parent when asked to', async () => {
  await using program = await startSandboxProgram([...args(), '--exit-with-parent']);
  const ended = once(program.child, 'exit');
  program.child.stdin?.end();
  expect(await ended).toEqual([0, null]);
});

it('takes its accounts and dossiers from a file', async () => {
  const seed = join(folder, 'seed.json');
  const client = { id: 'other', secret: 's3' };
  await writeFile(seed, JSON.stringify({ inqom: { ...defaultSeed, client } }));
  await using program = await startSandboxProgram([...args(), '--seed', seed]);
  const inqom = createInqomClient(program.ready.url);
  expect((await inqom.signIn()).status).toBe(400);
  expect((await inqom.signIn({ client_id: 'other', client_secret: 's3' })).status).toBe(200);
});

it('refuses a seed that is wrong, saying where', async () => {
  const seed = join(folder, 'seed.json');
  await writeFile(seed, JSON.stringify({ inqom: { ...defaultSeed, accounts: [{ username: 'a' }] } }));
  await expect(startSandboxProgram([...args(), '--seed', seed])).rejects.toThrow('password');
});

it('refuses a port that was asked for and is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const taken = typeof address === 'object' && address ? String(address.port) : '';
  await expect(startSandboxProgram([...args(), '--port', taken])).rejects.toThrow('EADDRINUSE');
  await new Promise((resolve) => other.close(resolve));
});

/** What the agent promises of a file, seen from outside: its program, a platform that fails on order, and the disk. */
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AgentPrograms,
  agentPrograms,
  type FreshFolder,
  freshFolder,
  type ReceivingServer,
  type StartedProcess,
  startProcess,
  startReceivingServer,
} from '@navette/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { distinctInvoice } from './files.ts';

const program = fileURLToPath(new URL('../apps/agent/src/main.ts', import.meta.url));
const soon = { timeout: 50_000, interval: 20 };

let folder: FreshFolder;
let server: ReceivingServer;
let commands: AgentPrograms;
let agents: StartedProcess[];

beforeEach(async () => {
  folder = await freshFolder();
  server = await startReceivingServer();
  agents = [];
  for (const name of ['depot', 'archive']) await mkdir(join(folder.path, name));
  commands = agentPrograms(program, join(folder.path, 'home'));
  const { url, account, firm, client } = server;
  await commands.pair({ url, webServiceId: firm.webServiceId, ...account, name: 'ATELIER-PC' });
  const dirs = { depositDir: join(folder.path, 'depot'), archiveDir: join(folder.path, 'archive') };
  await commands.add({ description: 'Scans', ...dirs, client: client.name, folder: server.folder.path });
});

afterEach(async () => {
  for (const agent of agents) await agent.stop();
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

async function startAgent(env: Record<string, string> = {}): Promise<StartedProcess> {
  const home = join(folder.path, 'home');
  const agent = await startProcess({
    program,
    args: ['run', '--json', '--home', home, '--rescan-ms', '500', '--quiet-ms', '2000'],
    env,
  });
  agents.push(agent);
  return agent;
}

async function drop(name: string, number: number): Promise<Buffer> {
  const { bytes } = await distinctInvoice(number);
  await writeFile(join(folder.path, 'depot', name), bytes);
  return bytes;
}

/** What a person sees in the deposit or the archive: what the agent hides there is its own. */
async function see(place: 'depot' | 'archive'): Promise<string[]> {
  return (await readdir(join(folder.path, place))).filter((name) => !name.startsWith('.'));
}

function untilArchived(...names: string[]): Promise<unknown> {
  return vi.waitUntil(async () => (await see('archive')).sort().join() === names.sort().join(), soon);
}

describe('a file that the platform has not acknowledged', () => {
  it('keeps the file in the deposit until the platform acknowledged it', async () => {
    const seen: string[][] = [];
    server.onUpload = async (number) => {
      seen.push(await see('depot'), await see('archive'));
      return number === 1 ? { kind: 'answer', status: 503, code: 'unavailable' } : null;
    };
    await startAgent();
    const bytes = await drop('facture.pdf', 1);
    await untilArchived('facture.pdf');
    expect(seen).toEqual([['facture.pdf'], [], ['facture.pdf'], []]);
    expect(server.received).toHaveLength(1);
    expect(await readFile(join(folder.path, 'archive', 'facture.pdf'))).toEqual(bytes);
    expect(await see('depot')).toEqual([]);
  });

  it('keeps the file when the acknowledgement names other bytes', async () => {
    const seen: string[][] = [];
    server.onUpload = async (number) => {
      seen.push(await see('depot'));
      return number === 1 ? { kind: 'lie' } : null;
    };
    await startAgent();
    await drop('facture.pdf', 1);
    await untilArchived('facture.pdf');
    expect(seen).toEqual([['facture.pdf'], ['facture.pdf']]);
    expect(server.received).toHaveLength(1);
  });
});

describe('a file that the platform received without the agent knowing', () => {
  it.each(['sent', 'answered', 'acknowledged', 'archiving', 'set-aside', 'moved'])(
    'is sent under the same key after a kill at "%s"',
    async (point) => {
      const killed = await startAgent({ NAVETTE_CRASH_AT: point });
      await drop('facture.pdf', 1);
      await vi.waitUntil(() => !isAlive(killed.pid), soon);
      await startAgent();
      await untilArchived('facture.pdf');
      expect(server.received).toHaveLength(1);
      expect(server.breaches).toEqual([]);
      expect(await see('depot')).toEqual([]);
    },
  );

  it('is sent under the same key after its answer was lost', async () => {
    server.onUpload = (number) => (number <= 2 ? { kind: 'store_then_cut' } : null);
    await startAgent();
    await drop('facture.pdf', 1);
    await untilArchived('facture.pdf');
    expect(server.uploads).toBe(3);
    expect(server.received).toHaveLength(1);
    expect(server.breaches).toEqual([]);
  });
});

describe('a file whose writer has not finished', () => {
  it('leaves a file alone while its end is missing, and takes it whole', async () => {
    await startAgent();
    const { bytes, sha256 } = await distinctInvoice(1);
    const half = bytes.length >> 1;
    const path = join(folder.path, 'depot', 'lente.pdf');
    await writeFile(path, bytes.subarray(0, half));
    const others = ['a.pdf', 'b.pdf', 'c.pdf'];
    for (const [index, name] of others.entries()) {
      await drop(name, 10 + index);
      await untilArchived(...others.slice(0, index + 1));
    }
    expect(server.uploads).toBe(others.length);
    await appendFile(path, bytes.subarray(half));
    await untilArchived('lente.pdf', ...others);
    expect(server.received.filter(({ name }) => name === 'lente.pdf')).toMatchObject([{ sha256 }]);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type FreshFolder, freshFolder, type StartedProcess, startProcess } from '@navette/testkit';
import type pg from 'pg';
import { onTestFinished, vi } from 'vitest';
import { type ServerFacts, superuserConfig, withClient } from './client-config.ts';
import { clusterPaths, readStartRecord } from './cluster-folder.ts';
import { processState, readLockFile } from './lock-file.ts';
import type { ProgramOptions } from './test-program.ts';

/** A process that uses an embedded server, and that server as seen from the test. */
export interface ServerUser extends StartedProcess {
  readonly owned: boolean;
  readonly facts: ServerFacts;
  query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]>;
  /** Ends the process with no chance to tidy up. */
  kill(): Promise<void>;
}

/** Starts `test-program.ts`, without flushing unless asked; it is stopped, at the latest, when the test ends. */
export async function startUser(
  options: ProgramOptions,
  env: Record<string, string> = {},
): Promise<ServerUser> {
  const program = path.join(import.meta.dirname, 'test-program.ts');
  const started = await startProcess({
    program,
    args: [JSON.stringify({ durable: false, ...options })],
    env,
    readyTimeoutMs: 40_000,
    stopTimeoutMs: 30_000,
  });
  onTestFinished(() => started.stop());
  const { owned, ...facts } = started.ready as unknown as ServerFacts & { owned: boolean };
  return {
    ...started,
    owned,
    facts,
    query: async <Row extends pg.QueryResultRow>(text: string) =>
      await withClient(superuserConfig(facts), async (client) => (await client.query<Row>(text)).rows),
    kill: async () => {
      process.kill(started.pid, 'SIGKILL');
      await vi.waitUntil(() => !isAlive(started.pid), waiting);
    },
  };
}

/** Enough for a busy machine; what is waited for usually takes milliseconds. */
export const waiting = { timeout: 50_000, interval: 15 };

/** A data folder that is removed after the test, once every process of the test has gone. */
export async function dataFolder(): Promise<string> {
  const folder: FreshFolder = await freshFolder();
  const dataDir = path.join(folder.path, 'data');
  onTestFinished(async () => {
    await endServersOf(folder.path);
    const record = await readStartRecord(await clusterPaths(dataDir));
    if (record !== undefined && path.isAbsolute(record.host))
      await rm(record.host, { recursive: true, force: true });
    await folder[Symbol.asyncDispose]();
  });
  return dataDir;
}

/** The process id that PostgreSQL wrote down, while it runs. */
export async function serverPidOf(dataDir: string): Promise<number | undefined> {
  const cluster = path.join(dataDir, 'postgres');
  const lock = await readLockFile(cluster);
  return lock !== undefined && (await processState(lock.pid, cluster)) === 'ours' ? lock.pid : undefined;
}

/** Every process that works in a folder under `folder`: each of PostgreSQL's does, in its cluster. */
export async function processesIn(folder: string): Promise<number[]> {
  const wanted = new Set<string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])) {
    if (entry.name === 'PG_VERSION') wanted.add(await identityOf(entry.parentPath));
  }
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(
    pids.map(async (pid) => wanted.has(await identityOf(`/proc/${pid}/cwd`)) && !(await isZombie(pid))),
  );
  return pids.filter((_, index) => found[index]);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function endServersOf(folder: string): Promise<void> {
  for (const pid of await processesIn(folder)) process.kill(pid, 'SIGQUIT');
  await vi.waitUntil(async () => (await processesIn(folder)).length === 0, waiting);
}

async function identityOf(file: string): Promise<string> {
  return await stat(file).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => '',
  );
}

async function isZombie(pid: number): Promise<boolean> {
  return /^\d+ \(.*\) Z/s.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
}

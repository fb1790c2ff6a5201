/** A hot folder on a receiving server, for tests: directories, a paired home, and agents to start in this process or as a child. */
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { freshFolder, type ReceivingServer, startReceivingServer } from '@navette/testkit';
import { addHotFolder } from '../folders/add.ts';
import type { HotFolder } from '../home/configuration.ts';
import { pair } from '../pair/pair.ts';
import { type RunNews, type RunTimes, run } from '../run.ts';
import { sha256Of } from './documents.ts';

export interface RigOptions {
  /** Where the archive is; `null` for none. In the rig's folder unless given. */
  readonly archiveDir?: string | null;
  readonly keepsSubFolders?: boolean;
}

export interface Rig extends AsyncDisposable {
  readonly path: string;
  readonly home: string;
  readonly depositDir: string;
  readonly archiveDir: string;
  readonly refusedDir: string;
  readonly server: ReceivingServer;
  readonly hotFolder: HotFolder;
  add(depositDir: string, archiveDir: string | null): Promise<HotFolder>;
  /** Starts the agent in this process. Resolves when it watches. */
  run(times?: Partial<RunTimes>, onNews?: (news: RunNews) => void): Promise<RunningAgent>;
  /** Starts the agent as a process of its own. */
  spawn(environment?: Readonly<Record<string, string>>, quietMs?: number): SpawnedAgent;
}

export interface RunningAgent extends AsyncDisposable {
  readonly news: readonly RunNews[];
  /** Rejects with what ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface SpawnedAgent extends AsyncDisposable {
  readonly ready: Promise<void>;
  /** The signal or exit code that it ended with. */
  readonly ended: Promise<string | number>;
  /** Every line it printed, parsed. */
  readonly lines: readonly Record<string, unknown>[];
  signal(name: NodeJS.Signals): void;
}

const quickTimes: RunTimes = {
  rescanMs: 2_000,
  quietMs: 200,
  lookAgainMs: 20,
  lockedAgainMs: 100,
  lockedAfterMs: 1_000,
  archiveAgainMs: 200,
  stallMs: 5_000,
  reportMs: 500,
  configurationMs: 100,
  graceMs: 1_000,
};

const program = join(import.meta.dirname, '../main.ts');

export async function newRig(options: RigOptions = {}): Promise<Rig> {
  const folder = await freshFolder();
  const server = await startReceivingServer();
  const home = join(folder.path, 'home');
  const depositDir = join(folder.path, 'Dépôt');
  const archiveDir = options.archiveDir ?? join(folder.path, 'Archives');
  await mkdir(home, { mode: 0o700 });
  await pair(
    home,
    { url: server.url, webServiceId: server.firm.webServiceId, ...server.account, name: 'test' },
    { language: 'fr' },
  );
  const add = (deposit: string, archive: string | null) =>
    addHotFolder(home, {
      depositDir: deposit,
      archiveDir: archive,
      client: server.client.name,
      folder: server.folder.path,
      description: null,
      documentType: 'purchase',
      keepsSubFolders: options.keepsSubFolders ?? false,
      createsFolder: false,
    });
  const hotFolder = await add(depositDir, options.archiveDir === null ? null : archiveDir);
  return {
    path: folder.path,
    home,
    depositDir,
    archiveDir,
    refusedDir: join(archiveDir, '..', 'Refusés'),
    server,
    hotFolder,
    add,
    run: (times, onNews) => startHere(home, { ...quickTimes, ...times }, onNews),
    spawn: (environment, quietMs) => startChild(home, environment, quietMs),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function startHere(
  home: string,
  times: RunTimes,
  onNews?: (news: RunNews) => void,
): Promise<RunningAgent> {
  const stop = new AbortController();
  const news: RunNews[] = [];
  const ready = Promise.withResolvers<void>();
  const ended = run({
    home,
    language: 'fr',
    parallel: 4,
    times,
    stop: stop.signal,
    tell(each) {
      news.push(each);
      onNews?.(each);
    },
    onReady: () => ready.resolve(),
  });
  ended.catch(() => undefined);
  await Promise.race([ready.promise, ended]);
  async function end(): Promise<void> {
    stop.abort();
    await ended;
  }
  return { news, ended, stop: end, [Symbol.asyncDispose]: () => end().catch(() => undefined) };
}

function startChild(
  home: string,
  environment: Readonly<Record<string, string>> = {},
  quietMs = 200,
): SpawnedAgent {
  const args = ['run', '--json', '--home', home, '--quiet-ms', String(quietMs), '--rescan-ms', '1000'];
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Record<string, unknown>[] = [];
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const parsed = JSON.parse(line) as Record<string, unknown>;
    lines.push(parsed);
    if (parsed.ready === true) ready.resolve();
  });
  const ended = new Promise<string | number>((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code ?? -1));
  });
  return {
    ready: Promise.race([ready.promise, ended.then(() => undefined)]),
    ended,
    lines,
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Every file below a directory, hidden ones included: its path there, and the SHA-256 of its bytes. */
export async function listFiles(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, string>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(relative(directory, path), sha256Of(await readFile(path)));
  }
  return files;
}

/** The paths of the files below a directory, hidden ones included. */
export async function listNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .toSorted();
}

import { spawn } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NavetteError } from '@navette/model';
import { type ClusterPaths, giveToOwner } from './cluster-folder.ts';
import { processState } from './lock-file.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { account, type Command, neutralEnvironment, neutralFolder, runProgram } from './run-program.ts';
import type { Address } from './socket-folder.ts';
import { commandIn, type StartMode } from './start-mode.ts';

/** A server being started: it may still refuse, for instance because another process started one first. */
export interface StartedProcess {
  hasEnded(): boolean;
  /** What it wrote to its log since it was started. */
  words(): Promise<string>;
}

const onWindows = process.platform === 'win32';
const logLimitBytes = 5_000_000;
const fastStopMs = 20_000;
const immediateStopMs = 5_000;
const pollMs = 20;

/**
 * Starts `postgres` in a session of its own, so that Ctrl-C in the terminal reaches us and not it, and so that it outlives us
 * when we are killed; the next start adopts it. Its log is a file: a pipe would break with us.
 */
export async function spawnPostgres(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  mode: StartMode,
  address: Address,
  durable: boolean,
): Promise<StartedProcess> {
  await turnLog(paths.log);
  await using log = await open(paths.log, 'a', 0o600);
  await giveToOwner(paths.log, paths.dataDir);
  const { size: start } = await log.stat();
  const settings = serverSettings(address, durable);
  const command = onWindows
    ? controlCommand(paths, binaries, settings)
    : commandIn(mode, binaries.postgres, ['-D', paths.cluster, ...settings]);
  let ended = false;
  const child = spawn(command.file, command.args, {
    ...account(command),
    cwd: neutralFolder,
    env: neutralEnvironment(),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
  });
  child.once('exit', (code) => {
    ended = !onWindows || code !== 0;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  return {
    hasEnded: () => ended,
    words: async () => (await readFile(paths.log)).subarray(start).toString().trim(),
  };
}

/** An administrator's rights are given up by `pg_ctl`, which leaves the server running and ends. */
function controlCommand(paths: ClusterPaths, binaries: PostgresBinaries, settings: string[]): Command {
  return {
    file: binaries.pgCtl,
    args: ['start', '-W', '-D', paths.cluster, '-l', paths.log, '-o', settings.join(' ')],
  };
}

function serverSettings({ host, port }: Address, durable: boolean): string[] {
  const listen = path.isAbsolute(host)
    ? ['listen_addresses=', `unix_socket_directories=${host}`, 'unix_socket_permissions=0700']
    : [`listen_addresses=${host}`, 'unix_socket_directories='];
  const flush = durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  return [`port=${port}`, ...listen, ...flush].flatMap((setting) => ['-c', setting]);
}

async function turnLog(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > logLimitBytes) await rename(file, `${file}.1`);
}

/**
 * Stops the server whose process is `pid`, and returns when it is gone: fast first (open transactions are rolled back), then
 * at once (recovers at the next start), then by force.
 */
export async function stopPostgres(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  pid: number,
): Promise<void> {
  if (onWindows) {
    const wait = String(fastStopMs / 1_000);
    await runProgram(
      { file: binaries.pgCtl, args: ['stop', '-D', paths.cluster, '-m', 'fast', '-w', '-t', wait] },
      fastStopMs + immediateStopMs,
    );
    return;
  }
  const steps = [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', immediateStopMs],
    ['SIGKILL', immediateStopMs],
  ] as const;
  for (const [signal, timeoutMs] of steps) {
    if (!send(pid, signal) || (await isGone(paths, pid, timeoutMs))) return;
  }
  throw new NavetteError('database_not_started', { detail: `PostgreSQL (process ${pid}) does not stop` });
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function isGone({ cluster }: ClusterPaths, pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const state = await processState(pid, cluster);
    if (state === 'gone' || state === 'zombie' || state === 'other') return true;
    await delay(pollMs);
  }
  return false;
}

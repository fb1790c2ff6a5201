import { setTimeout as delay } from 'node:timers/promises';
import { NavetteError } from '@navette/model';
import type { Log } from '../log.ts';
import {
  type ClusterPaths,
  createCluster,
  hasCluster,
  readStartRecord,
  writeStartRecord,
} from './cluster-folder.ts';
import { type LockFile, processState, readLockFile, removeStaleLockFile } from './lock-file.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { type StartedProcess, spawnPostgres, stopPostgres } from './postgres-process.ts';
import { connectToCluster, enter, isBusy, type Presence } from './presence.ts';
import { type Address, makeAddress, removeAddress } from './socket-folder.ts';
import { chooseStartMode } from './start-mode.ts';

/** A server we are present in, and where it listens. */
export interface RunningServer {
  readonly presence: Presence;
  readonly address: Address;
}

export interface RunningServerOptions {
  readonly paths: ClusterPaths;
  readonly binaries: PostgresBinaries;
  readonly durable: boolean;
  readonly loopback: boolean;
  readonly log: Log;
  /** Gives up, unless a server is being started: then it waits, so that no server is left without anybody. */
  readonly signal: AbortSignal;
}

const pollMs = 25;
const pauseAfterFailureMs = 250;
/** A killed server that nobody reaps still looks alive to its successor. */
const zombieMs = 2_000;
/** How long a server that says it is ready may be out of reach. */
const unreachableMs = 2_000;
/** Without any sign of life; less when nothing holds the folder and a start failed all that time. */
const silenceMs = 10_000;
const failingMs = 4_000;
/** A server that answers "starting up" may take this long to recover. */
const recoveryMs = 600_000;

/**
 * One look at the cluster: we are in; nothing runs; something does and must be awaited (`progress` when it answers); or a
 * server of ours runs where nobody can reach it.
 */
type Look =
  | { readonly kind: 'entered'; readonly server: RunningServer }
  | { readonly kind: 'startable' }
  | { readonly kind: 'progress' | 'wait'; readonly reason: string }
  | { readonly kind: 'zombie' | 'unreachable'; readonly reason: string; readonly lock: LockFile };

/**
 * Makes sure that PostgreSQL runs on this folder, and enters it: adopts the one that answers, else creates the cluster and
 * starts one. Any number of processes may do this together; PostgreSQL's own lock lets one server live and the others find it.
 * @throws database_not_started with the last words of the server's log.
 */
export async function ensureRunning(options: RunningServerOptions): Promise<RunningServer> {
  const began = Date.now();
  let heard = began;
  let since = { kind: '', at: began };
  let started: StartedProcess | undefined;
  let failure: string | undefined;
  for (;;) {
    const look = await lookAt(options);
    if (look.kind === 'entered') return look.server;
    const now = Date.now();
    if (look.kind !== since.kind) since = { kind: look.kind, at: now };
    if (started?.hasEnded()) {
      const words = (await started.words()) || 'it ended without a word';
      if (failure === undefined) options.log.warn('the database did not start, trying again', { words });
      failure = words;
      started = undefined;
      await delay(pauseAfterFailureMs);
    }
    if (started === undefined) options.signal.throwIfAborted();
    if (look.kind === 'progress') heard = now;
    const patienceMs = look.kind === 'startable' && failure !== undefined ? failingMs : silenceMs;
    if (now - heard > patienceMs || now - began > recoveryMs) {
      throw notStarted(failure ?? ('reason' in look ? look.reason : 'it never answered'), options);
    }
    if (look.kind === 'zombie' && now - since.at > zombieMs) {
      await removeStaleLockFile(options.paths.cluster, look.lock);
    } else if (look.kind === 'unreachable' && now - since.at > unreachableMs) {
      await stopUnreachable(look.lock, options);
    } else if (look.kind === 'startable' && started === undefined) {
      started = await start(options, failure !== undefined);
      // Making the cluster may have taken longer than silence is borne; a start that failed before is no sign of life.
      if (failure === undefined) heard = Date.now();
    }
    await delay(pollMs);
  }
}

async function lookAt({ paths }: RunningServerOptions): Promise<Look> {
  const lock = (await hasCluster(paths)) ? await readLockFile(paths.cluster) : undefined;
  if (lock === undefined) return { kind: 'startable' };
  const answer = await connectToCluster(paths, lock);
  switch (answer.kind) {
    case 'ours':
      return await tryToEnter(answer.client, lock);
    case 'busy':
      return { kind: 'progress', reason: answer.reason };
    case 'foreign': // the lock file came with a copy of the folder
      await removeStaleLockFile(paths.cluster, lock);
      return { kind: 'startable' };
    case 'moved':
      return { kind: 'unreachable', reason: answer.reason, lock };
    case 'silent':
      return await lookAtSilence(paths, lock, answer.reason, answer.isSocketMissing);
  }
}

async function tryToEnter(client: Presence['client'], lock: LockFile): Promise<Look> {
  try {
    const presence = await enter(client);
    return { kind: 'entered', server: { presence, address: { host: lock.host, port: lock.port } } };
  } catch (error) {
    await client.end().catch(() => {});
    if (isBusy(error)) return { kind: 'progress', reason: 'it is stopping' };
    throw error;
  }
}

async function lookAtSilence(
  paths: ClusterPaths,
  lock: LockFile,
  why: string,
  isSocketMissing: boolean,
): Promise<Look> {
  const state = await processState(lock.pid, paths.cluster);
  const reason = `process ${lock.pid} (${state}) does not answer at ${lock.host}: ${why}`;
  switch (state) {
    case 'gone': // PostgreSQL replaces such a lock file by itself
      return { kind: 'startable' };
    case 'other': // PostgreSQL would take that program for a server
      await removeStaleLockFile(paths.cluster, lock);
      return { kind: 'startable' };
    case 'zombie':
      return { kind: 'zombie', reason, lock };
    case 'ours':
    case 'postgres':
      return isSocketMissing && lock.isReady
        ? { kind: 'unreachable', reason, lock }
        : { kind: 'wait', reason };
  }
}

async function start(options: RunningServerOptions, isRetry: boolean): Promise<StartedProcess> {
  const { paths, binaries, durable, loopback, log } = options;
  const mode = await chooseStartMode(paths.cluster, binaries);
  if (!(await hasCluster(paths))) {
    log.info('creating the database', { folder: paths.cluster, mode: mode.kind });
    await createCluster(paths, binaries, mode, durable);
  }
  const last = isRetry ? undefined : await readStartRecord(paths);
  const address = await makeAddress(paths, mode, loopback, last);
  await writeStartRecord(paths, mode, address);
  return await spawnPostgres(paths, binaries, mode, address, durable);
}

/**
 * A server whose socket was swept from the temporary folder, or whose folder was moved, can be neither adopted nor replaced:
 * it is stopped, if the system proves that the process works in our folder.
 */
async function stopUnreachable(
  lock: LockFile,
  { paths, binaries, log }: RunningServerOptions,
): Promise<void> {
  if ((await processState(lock.pid, paths.cluster)) !== 'ours') return;
  log.warn('the database runs where nobody can reach it: starting it again', { pid: lock.pid });
  await stopPostgres(paths, binaries, lock.pid);
  await removeAddress(lock);
}

function notStarted(reason: string, { paths }: RunningServerOptions): NavetteError {
  return new NavetteError('database_not_started', { detail: `${reason} (log: ${paths.log})` });
}

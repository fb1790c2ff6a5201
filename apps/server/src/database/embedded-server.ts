import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { clusterPaths, readSuperuserPassword, superuser } from './cluster-folder.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { stopPostgres } from './postgres-process.ts';
import { leave, serverPid } from './presence.ts';
import { ensureRunning, type RunningServer, type RunningServerOptions } from './running-server.ts';
import { removeAddress } from './socket-folder.ts';

/** PostgreSQL running on our data folder. Its files are under `<dataDir>/postgres`, its log is `<dataDir>/postgres.log`. */
export interface EmbeddedServer {
  /** The socket's folder; on Windows `127.0.0.1`. */
  readonly host: string;
  readonly port: number;
  readonly superuser: string;
  /** Asked for over TCP only. */
  readonly password: string | undefined;
  /** Whether this process found nobody else there: it started the server, or adopted one that a killed process left. */
  readonly owned: boolean;
  /** Leaves; the last process to leave stops the server. Calling twice is safe. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  readonly dataDir: string;
  readonly log: Log;
  /** Whether commits are flushed to the disk. Default true; false is for tests only. */
  readonly durable?: boolean;
  /** PostgreSQL's programs; by default the packaged ones. */
  readonly binaries?: PostgresBinaries;
  /** Listens on a port of 127.0.0.1, with passwords, instead of a private socket. Default: on Windows, which has no such socket. */
  readonly loopback?: boolean;
}

const longestWaitMs = 30_000;

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, or adopts the one already running there. While this process lives, a server
 * that dies is started again; connections made meanwhile fail and may be tried again.
 * @throws database_not_started with what to do.
 */
export async function startEmbeddedServer({
  dataDir,
  log,
  durable = true,
  binaries: ownBinaries,
  loopback = process.platform === 'win32',
}: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const paths = await clusterPaths(dataDir);
  const binaries = ownBinaries ?? (await findPostgresBinaries());
  const stopping = new AbortController();
  const options: RunningServerOptions = { paths, binaries, durable, loopback, log, signal: stopping.signal };
  let server = await ensureRunning(options);
  let recovery: Promise<void> | undefined;
  let stopped: Promise<void> | undefined;

  const watch = () => {
    server.presence.client.once('end', () => {
      if (!stopping.signal.aborted) recovery = recover();
    });
  };
  const recover = async () => {
    log.warn('the database went away: bringing it back', { log: paths.log });
    const back = await untilRunning(options);
    if (back === undefined) return;
    server = back;
    watch();
    log.info('the database is back', { host: server.address.host });
  };
  const stop = async () => {
    stopping.abort();
    await recovery;
    await leaveAndStop(server, options);
  };

  watch();
  const { host, port } = server.address;
  const { wasAlone: owned } = server.presence;
  log.info(owned ? 'the database is running' : 'attached to the running database', { host, owned });
  return {
    host,
    port,
    superuser,
    password: await readSuperuserPassword(paths),
    owned,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Tries until the server runs; nothing when we are stopping. */
async function untilRunning(options: RunningServerOptions): Promise<RunningServer | undefined> {
  for (let waitMs = 250; !options.signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      return await ensureRunning(options);
    } catch (error) {
      if (options.signal.aborted) return undefined;
      options.log.error('the database does not come back', { error, retryInMs: waitMs });
      await delay(waitMs, undefined, { signal: options.signal }).catch(() => {});
    }
  }
  return undefined;
}

async function leaveAndStop(
  { presence, address }: RunningServer,
  options: RunningServerOptions,
): Promise<void> {
  try {
    if (!(await leave(presence))) return;
  } catch (error) {
    // The connection fell: the server is gone, or others are starting it again and it is theirs.
    options.log.warn('the database was gone before it was stopped', { error });
    return;
  }
  await stopPostgres(options.paths, options.binaries, await serverPid(presence.client));
  await presence.client.end().catch(() => {});
  await removeAddress(address);
  options.log.info('the database is stopped');
}

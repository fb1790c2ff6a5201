/** The tables of graphile-worker: made by the owner, used by the login roles. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NavetteError } from '@navette/model';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import type { Log } from '../log.ts';
import { graphileLogger } from './graphile-logger.ts';

/**
 * Brings graphile-worker's own schema up to date and lets the login roles use it. Nothing happens when that was done already.
 * Calling it again is safe, from one process at a time (`withPreparationLock`).
 * @param owner how to connect as the role that owns the tables
 * @throws migration_refused
 */
export async function prepareJobTables(owner: pg.ClientConfig, log: Log): Promise<void> {
  const pool = new pg.Pool({ ...owner, max: 1 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await runMigrations({ pgPool: pool, logger: graphileLogger(log) });
    await grantRights(pool);
  } catch (error) {
    throw new NavetteError(
      'migration_refused',
      { detail: `graphile_worker (${(error as Error).message})` },
      error,
    );
  } finally {
    await pool.end();
  }
}

/** The rights as of this text and of graphile-worker's last migration are noted on the schema: granting locks its tables. */
async function grantRights(pool: pg.Pool): Promise<void> {
  const sql = await readFile(join(import.meta.dirname, 'job-rights.sql'), 'utf8');
  const { rows } = await pool.query<{ noted: string | null; wanted: string }>(
    `select obj_description('graphile_worker'::regnamespace, 'pg_namespace') as noted,
            'rights ' || md5($1) || ' after migration ' || max(id) as wanted
       from graphile_worker.migrations`,
    [sql],
  );
  const [{ noted, wanted } = { noted: null, wanted: '' }] = rows;
  if (noted === wanted) return;
  await pool.query(`begin; ${sql}; comment on schema graphile_worker is ${pg.escapeLiteral(wanted)}; commit`);
}

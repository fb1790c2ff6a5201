import { NavetteError } from '@navette/model';
import type pg from 'pg';
import { prepareJobTables } from '../jobs/job-tables.ts';
import type { Log } from '../log.ts';
import { embeddedConfig, ownConfig, superuserConfig, withClient } from './client-config.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts';
import { migrate } from './migrate.ts';
import { type Database, openPools } from './pools.ts';
import { withPreparationLock } from './preparation-lock.ts';
import { ensureLoginRoles, ensureOwnerRole, roleName } from './roles.ts';

export type { Database } from './pools.ts';

export interface DatabaseOptions {
  /** Where the embedded server keeps its files; unused with `databaseUrl`. */
  readonly dataDir: string;
  /** One's own PostgreSQL (15 or newer) instead. Its user owns the tables and needs CREATEROLE. */
  readonly databaseUrl?: string | undefined;
  /** What the passwords of the roles derive from. */
  readonly roleSecret: string;
  readonly log: Log;
  /** Whether the embedded server flushes commits to the disk. Default true; false is for tests only. */
  readonly durable?: boolean;
}

const databaseName = 'navette';
const oldestServer = 150_000;

/**
 * Opens the database, ready for this version of the code: starts or joins the embedded server, or connects to one's own;
 * creates what is missing (roles, database, tables). Several processes may do so together.
 * @throws database_not_started | database_not_usable | migration_refused, each with what the operator can do
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.databaseUrl !== undefined) return await openOwn(options.databaseUrl, options);
  const { dataDir, log, durable = true } = options;
  const server = await startEmbeddedServer({ dataDir, log, durable });
  try {
    return await openEmbedded(server, options);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function openEmbedded(server: EmbeddedServer, { roleSecret, log }: DatabaseOptions): Promise<Database> {
  const configOf = embeddedConfig(server, databaseName, roleSecret);
  await withClient(superuserConfig(server), async (superuser) =>
    withPreparationLock(superuser, async () => {
      await ensureOwnerRole(superuser, roleSecret);
      await ensureDatabase(superuser, databaseName);
      await ensureLoginRoles(superuser, roleSecret, configOf);
    }),
  );
  await withClient(configOf('owner'), async (owner) =>
    withPreparationLock(owner, async () => {
      await migrate(owner, log);
      await prepareJobTables(configOf('owner'), log);
    }),
  );
  return openPools(configOf, log, () => server.stop());
}

async function openOwn(databaseUrl: string, { roleSecret, log }: DatabaseOptions): Promise<Database> {
  const configOf = ownConfig(databaseUrl, roleSecret);
  await withClient(configOf('owner'), async (owner) =>
    withPreparationLock(owner, async () => {
      await refuseOldServer(owner);
      await ensureLoginRoles(owner, roleSecret, configOf);
      await migrate(owner, log);
      await prepareJobTables(configOf('owner'), log);
    }),
  );
  return openPools(configOf, log, async () => {});
}

/** Creates a database that belongs to the owner's role and that nobody else may enter but the product's. */
async function ensureDatabase(superuser: pg.Client, name: string): Promise<void> {
  const { rowCount } = await superuser.query('select from pg_database where datname = $1', [name]);
  if (rowCount === 0)
    await superuser.query(`create database ${name} owner ${roleName('owner')} template template0`);
}

async function refuseOldServer(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ version: number; shown: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown`,
  );
  const { version = 0, shown = '?' } = rows[0] ?? {};
  if (version >= oldestServer) return;
  throw new NavetteError('database_not_usable', {
    detail: `PostgreSQL ${shown} is too old; Navette needs 15 or newer`,
  });
}

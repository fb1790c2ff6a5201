import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { ConfigOf, DatabaseRole } from './roles.ts';
import type { Schema } from './schema.ts';
import { authValueTypes, valueTypes } from './value-types.ts';

/** The database as the product uses it, one pool per role. */
export interface Database {
  /** The product, under row-level security: through `inFirm` alone. */
  readonly app: Kysely<Schema>;
  /** Claims deliveries across firms. */
  readonly queue: pg.Pool;
  /** Who is calling; better-auth's own. Its instants are `Date`, unlike everywhere else. */
  readonly auth: pg.Pool;
  /** Background jobs, as the role `queue`, with the values that graphile-worker expects. */
  readonly jobs: pg.Pool;
  /** A connection of its own, outside the pools: `listen`, or the operator's commands as `owner`. The caller ends it. */
  openClient(role: DatabaseRole): Promise<pg.Client>;
  /** Ends every connection, then leaves the embedded server, which stops with the last to leave. Calling twice is safe. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const poolSizes = { app: 10, queue: 5, auth: 5, jobs: 6 } as const;
/** Waiting for a free connection counts too, so a burst of uploads must fit. */
const connectTimeoutMs = 30_000;
const idleTimeoutMs = 60_000;
/** How long `close` waits for connections still at work. */
const closeTimeoutMs = 10_000;

/**
 * Opens the pools of a database that is prepared. They connect when first used.
 * @param atClose runs once, after the last connection ended
 */
export function openPools(configOf: ConfigOf, log: Log, atClose: () => Promise<void>): Database {
  const [app, queue, auth, jobs] = [
    openPool(connectionConfig('app', configOf), poolSizes.app, log),
    openPool(connectionConfig('queue', configOf), poolSizes.queue, log),
    openPool(connectionConfig('auth', configOf), poolSizes.auth, log),
    openPool(jobsConfig(configOf), poolSizes.jobs, log),
  ];
  const clients = new Set<pg.Client>();
  let closed: Promise<void> | undefined;
  const endAll = async () => {
    await Promise.all([app, queue, auth, jobs].map((pool) => pool.end()));
    await Promise.all([...clients].map((client) => client.end().catch(() => {})));
  };
  const close = () => {
    closed ??= Promise.race([endAll(), delay(closeTimeoutMs, undefined, { ref: false })]).then(atClose);
    return closed;
  };
  return {
    app: new Kysely<Schema>({ dialect: new PostgresDialect({ pool: app }) }),
    queue,
    auth,
    jobs,
    close,
    openClient: async (role) => {
      const client = new pg.Client(connectionConfig(role, configOf));
      // The caller sees the end of the connection in `end`; without a listener an error would end the process.
      client.on('error', (error) => log.warn('a database connection was lost', { error, role }));
      client.once('end', () => clients.delete(client));
      await client.connect();
      clients.add(client);
      return client;
    },
    [Symbol.asyncDispose]: close,
  };
}

function openPool(config: pg.ClientConfig, max: number, log: Log): pg.Pool {
  const pool = new pg.Pool({ ...config, max, idleTimeoutMillis: idleTimeoutMs });
  // A connection that breaks inside a transaction, between two statements, tells nobody else: unheard, it would end the process.
  // The next statement fails, and with it the transaction.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', (error) =>
    log.warn('an idle database connection was lost', { error, of: config.application_name }),
  );
  return pool;
}

/** graphile-worker reads instants as `Date` and large numbers as text, as the driver gives them by itself. */
function jobsConfig(configOf: ConfigOf): pg.ClientConfig {
  const { types: _, ...config } = connectionConfig('queue', configOf);
  return { ...config, application_name: 'navette jobs' };
}

function connectionConfig(role: DatabaseRole, configOf: ConfigOf): pg.ClientConfig {
  return {
    ...configOf(role),
    types: role === 'auth' ? authValueTypes : valueTypes,
    application_name: `navette ${role}`,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

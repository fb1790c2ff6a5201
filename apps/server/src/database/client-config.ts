import { NavetteError } from '@navette/model';
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import type { EmbeddedServer } from './embedded-server.ts';
import { type ConfigOf, roleName, rolePassword } from './roles.ts';

const connectTimeoutMs = 30_000;

/** What one needs to reach an embedded server. */
export type ServerFacts = Pick<EmbeddedServer, 'host' | 'port' | 'superuser' | 'password'>;

/** How to connect to the embedded server as its superuser. */
export function superuserConfig({ host, port, superuser, password }: ServerFacts): pg.ClientConfig {
  return { host, port, user: superuser, password, database: 'postgres' };
}

/** How to connect to a database of the embedded server as each role. */
export function embeddedConfig({ host, port }: ServerFacts, database: string, secret: string): ConfigOf {
  return (role) => ({ host, port, database, user: roleName(role), password: rolePassword(secret, role) });
}

/** The same address as `DATABASE_URL`, encryption included, under another role. */
export function ownConfig(databaseUrl: string, secret: string): ConfigOf {
  const config = parseIntoClientConfig(databaseUrl);
  return (role) =>
    role === 'owner' ? config : { ...config, user: roleName(role), password: rolePassword(secret, role) };
}

/**
 * Connects, does `work`, and ends the connection whatever happened.
 * @throws database_not_usable when the connection is refused
 */
export async function withClient<Result>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionTimeoutMillis: connectTimeoutMs, ...config });
  client.on('error', () => {}); // the query under way fails with it
  try {
    await connect(client);
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const detail = `${client.user} cannot connect to ${client.host}:${client.port}/${client.database} (${reasonOf(error)})`;
    throw new NavetteError('database_not_usable', { detail }, error);
  }
}

/** A name with several addresses fails with one error for each, and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((each: Error) => each.message).join(', ');
  return (error as Error).message;
}

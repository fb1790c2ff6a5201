import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';

/**
 * The embedded database of a platform that runs as a process of its own, seen from outside: for tests, chaos and benches that
 * compare what it recorded, or kill it.
 */
export interface RunningDatabase {
  /** The process id of PostgreSQL itself. */
  readonly pid: number;
  /** How to connect as the superuser. */
  readonly config: pg.ClientConfig;
  /** Runs one statement as the superuser, which row-level security does not hold, on a connection of its own. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Finds the database of the platform whose data folder is `dataDir`, by PostgreSQL's own lock file.
 * @throws ENOENT when it does not run
 */
export async function findRunningDatabase(dataDir: string): Promise<RunningDatabase> {
  const lock = await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  const [pid, , , port, socketFolder, address] = lock.split('\n');
  const config = { host: socketFolder || address, port: Number(port), user: 'postgres', database: 'navette' };
  return {
    pid: Number(pid),
    config,
    query: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) => {
      const client = new pg.Client(config);
      client.on('error', () => {}); // the query under way fails with it
      try {
        await client.connect();
        return (await client.query<Row>(text, [...values])).rows;
      } finally {
        await client.end().catch(() => {});
      }
    },
  };
}

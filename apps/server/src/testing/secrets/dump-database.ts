import { dumpTables } from '@navette/testkit';
import { inject } from 'vitest';
import { superuserConfig, withClient } from '../../database/client-config.ts';
import type { Database } from '../../database/open-database.ts';

/** Every row of every table of a test's database, as text. */
export async function dumpDatabase(database: Database): Promise<string> {
  const { rows } = await database.queue.query<{ name: string }>('select current_database() as name');
  const config = { ...superuserConfig(inject('testCluster')), database: rows[0]?.name ?? '' };
  return withClient(config, (client) =>
    dumpTables(async <Row extends object>(text: string) => (await client.query<Row>(text)).rows),
  );
}

import { inject } from 'vitest';
import { superuserConfig, withClient } from '../../database/client-config.ts';
import type { Database } from '../../database/open-database.ts';

/** Every row of every table of a test's database, as text: what somebody who reads the disk or a backup sees. Bytes are in hexadecimal. */
export async function dumpDatabase(database: Database): Promise<string> {
  const { rows } = await database.queue.query<{ name: string }>('select current_database() as name');
  const config = { ...superuserConfig(inject('testCluster')), database: rows[0]?.name ?? '' };
  return withClient(config, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`,
    );
    const dump: string[] = [];
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      dump.push(`── ${name}`, ...found.rows.map(({ row }) => row));
    }
    return dump.join('\n');
  });
}

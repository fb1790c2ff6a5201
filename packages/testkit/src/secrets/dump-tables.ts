/** Runs one statement as the superuser. */
type Query = <Row extends object>(text: string) => Promise<readonly Row[]>;

/** Every row of every table of a database, as text: what somebody who reads the disk or a backup sees. Bytes are in hexadecimal. */
export async function dumpTables(query: Query): Promise<string> {
  const tables = await query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') order by 1`,
  );
  const dump: string[] = [];
  for (const { name } of tables) {
    const found = await query<{ row: string }>(`select t::text as row from ${name} t`);
    dump.push(`── ${name}`, ...found.map(({ row }) => row));
  }
  return dump.join('\n');
}

/** A firm of many connected clients whose trees are alike, put straight into its tables. */
import { sql } from 'kysely';
import { inFirm } from '../database/tenancy.ts';
import type { TestPlatform } from '../testing/test-platform.ts';
import type { TestOffice } from './test-rules.ts';

/**
 * Clients `Client 1`, `Client 2`…, each with `/Achats` and `/Ventes`, two years of twelve months in each, and `perFolder` documents counted
 * in every month.
 */
export async function addManyClients(
  platform: TestPlatform,
  { firm, installationId }: TestOffice,
  clients: number,
  perFolder: number,
): Promise<void> {
  const at = platform.clock().toISOString();
  await inFirm(platform.database.app, firm.id, async (trx) => {
    await sql`
      with made as materialized (select gen_random_uuid() as id, n from generate_series(1, ${clients}::int) n),
      client as (
        insert into clients (firm_id, id, name, search_key, created_at)
        select ${firm.id}::uuid, id, 'Client ' || n, 'client ' || n, ${at}::timestamptz from made)
      insert into connections (firm_id, id, installation_id, client_id, client_key, created_at)
      select ${firm.id}::uuid, gen_random_uuid(), ${installationId}::uuid, id, 'd-' || id, ${at}::timestamptz from made`.execute(
      trx,
    );
    await sql`
      with path as (
        select '/Achats' as path, false as holds union all select '/Ventes', false
        union all
        select '/' || b || '/' || y, false from unnest(array['Achats', 'Ventes']) b, unnest(array[2025, 2026]) y
        union all
        select '/' || b || '/' || y || '/' || lpad(m::text, 2, '0'), true
        from unnest(array['Achats', 'Ventes']) b, unnest(array[2025, 2026]) y, generate_series(1, 12) m),
      folder as materialized (
        select gen_random_uuid() as id, c.id as client_id, p.path, p.holds
        from connections n
        join clients c on c.firm_id = n.firm_id and c.id = n.client_id
        cross join path p
        where n.firm_id = ${firm.id}::uuid and n.installation_id = ${installationId}::uuid),
      inserted as (
        insert into folders (firm_id, id, client_id, parent_id, name, path, path_key, created_at)
        select ${firm.id}::uuid, id, client_id, null, substring(path from '[^/]+$'), path, lower(path), ${at}::timestamptz
        from folder returning id)
      insert into folder_counts (firm_id, folder_id, documents)
      select ${firm.id}::uuid, f.id, ${perFolder}::int from folder f join inserted i on i.id = f.id where f.holds`.execute(
      trx,
    );
  });
  // As autovacuum does in a database that runs: without statistics, what was put in at once is read by plans for a few rows.
  const owner = await platform.database.openClient('owner');
  try {
    await owner.query('analyze clients, connections, folders, folder_counts');
  } finally {
    await owner.end();
  }
}

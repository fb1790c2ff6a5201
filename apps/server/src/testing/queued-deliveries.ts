/** Deliveries put straight into the queue, many at once, for the tests of the queue itself. */
import { sql } from 'kysely';
import { inFirm } from '../database/tenancy.ts';
import type { TestFirm } from './test-firm.ts';
import type { TestPlatform } from './test-platform.ts';

export interface Lane {
  readonly firmId: string;
  readonly laneId: string;
}

/** A firm with one client connected to one application, and the lane of that application. */
export async function laneOf(platform: TestPlatform, firm: TestFirm, application: string): Promise<Lane> {
  const client = await firm.addClient('Menuiserie Aubertin');
  const installation = await firm.connect(application, client.id);
  const { id } = await inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .selectFrom('lanes')
      .select('id')
      .where('installation_id', '=', installation.id)
      .executeTakeFirstOrThrow(),
  );
  return { firmId: firm.id, laneId: id };
}

/** Puts `count` deliveries into a lane, ready since `readyAt`, without waking it. @returns their ids */
export async function queueDeliveries(
  platform: TestPlatform,
  { firmId, laneId }: Lane,
  count: number,
  readyAt: Date,
): Promise<string[]> {
  const at = readyAt.toISOString();
  return inFirm(platform.database.app, firmId, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      with place as (
        select c.client_id, c.id as connection_id, c.installation_id, r.id as rule_id, f.id as folder_id
        from lanes l join connections c using (firm_id, installation_id) join rules r using (firm_id, installation_id)
        cross join lateral (select id from folders f where f.firm_id = l.firm_id and f.client_id = c.client_id limit 1) f
        where l.id = ${laneId}
      ),
      blob as (
        insert into blobs (firm_id, sha256, size_bytes, touched_at) values (${firmId}, repeat('0', 64), 1, ${at})
        on conflict (firm_id, sha256) do update set touched_at = excluded.touched_at returning sha256
      ),
      made as materialized (
        select gen_random_uuid() as id, gen_random_uuid() as document_id, gen_random_uuid() as version_id
        from generate_series(1, ${count}::integer)
      ),
      document as (
        insert into documents (firm_id, id, client_id, folder_id, name, name_key, current_version_id, created_at, received_at)
        select ${firmId}, document_id, client_id, folder_id, document_id::text, document_id::text, version_id, ${at}, ${at}
        from made, place
      ),
      version as (
        insert into versions (firm_id, id, document_id, number, name, sha256, size_bytes, media_type, origin_kind, origin_id,
                              origin_name, received_at)
        select ${firmId}, version_id, document_id, 1, 'a.pdf', sha256, 1, 'application/pdf', 'user', document_id, 'test', ${at}
        from made, blob
      )
      insert into deliveries (firm_id, id, lane_id, state, ready_at, version_id, document_id, client_id, installation_id,
                              connection_id, rule_id, document_type, created_at)
      select ${firmId}, made.id, ${laneId}, 'waiting', ${at}, version_id, document_id, client_id, installation_id,
             connection_id, rule_id, 'purchase', ${at}
      from made, place
      returning id`.execute(trx);
    return rows.map(({ id }) => id);
  });
}

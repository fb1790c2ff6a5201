import type { Folder } from '@navette/api';
import { periodAt } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { partnerOf } from '../deliveries/create-deliveries.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadApplicableRules } from '../rules/load-rules.ts';
import { matchRules } from '../rules/match-rules.ts';

/**
 * The whole tree of a client, parents before children: binders in the order of their creation, which is the template's, folders by
 * name; with the documents each folder holds, those below included.
 */
export async function listFolders(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: Pick<FirmCaller, 'firmId' | 'role' | 'agent'>,
  clientId: string,
): Promise<Folder[]> {
  const { firmId } = caller;
  const canChange = caller.role !== 'client' && caller.agent === null;
  const firm = await trx
    .selectFrom('firms')
    .select(['time_zone as timeZone', 'grace_months as graceMonths'])
    .where('id', '=', firmId)
    .executeTakeFirstOrThrow();
  const rules = await loadApplicableRules(trx, firmId, clientId);
  const rows = await trx
    .selectFrom('folders')
    .select(['id', 'parent_id as parentId', 'name', 'path', 'path_key as pathKey'])
    .where('firm_id', '=', firmId)
    .where('client_id', '=', clientId)
    .where('bin_entry_id', 'is', null)
    .orderBy('path_key')
    .execute();
  const ordered = orderTree(rows);
  const counts = await countDocuments(trx, firmId, clientId);
  const totals = new Map(rows.map(({ id }) => [id, { documents: 0, undelivered: 0 }]));
  const parentOf = new Map(rows.map(({ id, parentId }) => [id, parentId]));
  for (const count of counts) {
    for (let id: string | null | undefined = count.folderId; id; id = parentOf.get(id)) {
      const total = totals.get(id);
      if (total) {
        total.documents += count.documents;
        total.undelivered += count.undelivered;
      }
    }
  }
  const now = periodAt(platform.clock(), firm.timeZone);
  return ordered.map(({ pathKey: _, ...row }) => ({
    ...row,
    canChange,
    ...(totals.get(row.id) ?? { documents: 0, undelivered: 0 }),
    destinations: matchRules(rules, row.path, now, firm.graceMonths).map(({ rule }) => ({
      installationId: rule.installationId,
      partner: partnerOf(platform, rule.application),
      documentType: rule.documentType,
    })),
  }));
}

/** @param rows by path, so that what is below a binder follows it */
function orderTree<
  Row extends { readonly id: string; readonly parentId: string | null; readonly pathKey: string },
>(rows: readonly Row[]): Row[] {
  const binders = rows.filter(({ parentId }) => parentId === null).sort((a, b) => (a.id < b.id ? -1 : 1));
  const byBinder = Map.groupBy(rows, ({ pathKey }) => pathKey.split('/')[1]);
  return binders.flatMap((binder) => byBinder.get(binder.pathKey.split('/')[1]) ?? []);
}

/** Read from what triggers keep: the documents themselves are not counted, since pages ask again at each change. */
async function countDocuments(trx: Transaction<Schema>, firmId: string, clientId: string) {
  const { rows } = await sql<{ folderId: string; documents: number; undelivered: number }>`
    select folder_id as "folderId", sum(documents)::bigint as documents, sum(undelivered)::bigint as undelivered
    from (
      select c.folder_id, c.documents, 0 as undelivered
      from folders f join folder_counts c on c.firm_id = f.firm_id and c.folder_id = f.id
      where f.firm_id = ${firmId}::uuid and f.client_id = ${clientId}::uuid and f.bin_entry_id is null
      union all
      select d.folder_id, 0, 1
      from documents d
      where d.firm_id = ${firmId}::uuid and d.client_id = ${clientId}::uuid and d.deleted_at is null
        and (d.id, d.current_version_id) in (
          select v.document_id, v.version_id from deliveries v
          where v.firm_id = ${firmId}::uuid and v.client_id = ${clientId}::uuid and v.state = 'undelivered')
    ) as part
    group by folder_id`.execute(trx);
  return rows;
}

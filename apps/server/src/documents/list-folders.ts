import type { Folder } from '@navette/api';
import { periodAt } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { partnerOf } from '../deliveries/create-deliveries.ts';
import type { Platform } from '../platform.ts';
import { loadApplicableRules, matchRules } from '../rules/match-rules.ts';

/**
 * The whole tree of a client, parents before children: binders in the order of their creation, which is the template's, folders by
 * name; with the documents each folder holds, those below included.
 */
export async function listFolders(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
): Promise<Folder[]> {
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
  return binders.flatMap((binder) =>
    rows.filter(({ pathKey }) => pathKey === binder.pathKey || pathKey.startsWith(`${binder.pathKey}/`)),
  );
}

function countDocuments(trx: Transaction<Schema>, firmId: string, clientId: string) {
  return trx
    .selectFrom('documents')
    .select([
      'folder_id as folderId',
      sql<number>`count(*)`.as('documents'),
      sql<number>`count(*) filter (where exists (
        select from deliveries d
        where d.firm_id = documents.firm_id and d.version_id = documents.current_version_id and d.state = 'undelivered'
      ))`.as('undelivered'),
    ])
    .where('firm_id', '=', firmId)
    .where('client_id', '=', clientId)
    .where('deleted_at', 'is', null)
    .groupBy('folder_id')
    .execute();
}

import { nameKey } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';

export interface BinFilter {
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of what a client's bin holds, last thrown first: ids are in the order of time. */
export async function listBin(trx: Transaction<Schema>, firmId: string, clientId: string, filter: BinFilter) {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  let query = trx.selectFrom('bin_entries').where('firm_id', '=', firmId).where('client_id', '=', clientId);
  for (const word of nameKey((filter.search ?? '').replaceAll('\0', '')).split(/\s+/)) {
    if (word !== '')
      query = query.where(sql<boolean>`position(lower(fold_name(${word}::text)) in search_key) > 0`);
  }
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (cursor !== null) query = query.where('id', '<', cursor.id);
  const rows = await query
    .select(['id', 'document_id as documentId', 'name', 'path', 'documents'])
    .select(['deleted_at as deletedAt', 'deleted_by_name as deletedBy'])
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, ({ id }) => ({ key: '', id }));
  const items = page.items.map(({ documentId, ...entry }) => ({
    ...entry,
    kind: documentId === null ? ('folder' as const) : ('document' as const),
  }));
  return { items, next: page.next, total };
}

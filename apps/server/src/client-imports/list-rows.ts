import type { ImportRow, routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import { searchWords } from '../clients/search-key.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize } from '../http/paging.ts';
import { loadImport } from './preview-import.ts';

type Page = z.infer<typeof routes.listImportRows.answer>;

/** Rows of an import in the order of the file. @throws NavetteError `not_found`, `invalid_request` for a cursor */
export async function listImportRows(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  jobId: string,
  { only, search = '', cursor = '0', limit = defaultPageSize }: z.infer<typeof routes.listImportRows.query>,
): Promise<Page> {
  await loadImport(trx, caller, jobId);
  if (!/^\d{1,9}$/.test(cursor)) throw new NavetteError('invalid_request', { detail: 'cursor' });
  const conditions = [
    sql`i.firm_id = ${caller.firmId} and i.job_id = ${jobId}::uuid`,
    ...(only === undefined ? [] : [conditionOf(only)]),
    ...searchWords(search).map((word) => sql`position(${word} in sortable(i.payload ->> 'name')) > 0`),
  ];
  const where = sql.join(conditions, sql` and `);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from job_items i where ${where}`.execute(trx);
  const { rows } = await sql<{
    place: number;
    payload: ImportRow;
    outcome: Page['items'][number]['outcome'];
  }>`
    select i.row as place, i.payload, i.state as outcome from job_items i
    where ${where} and i.row > ${Number(cursor)}::int order by i.row limit ${limit + 1}::int`.execute(trx);
  const items = rows.slice(0, limit);
  return {
    items: items.map(({ payload, outcome }) => ({ ...rowOf(payload), outcome })),
    next: rows.length > limit ? String(items.at(-1)?.place) : null,
    total: counted[0]?.total ?? 0,
  };
}

function conditionOf(only: 'error' | 'warning' | 'create' | 'update' | 'unchanged') {
  if (only === 'error' || only === 'warning') return sql`i.payload ->> 'state' = ${only}`;
  return sql`i.payload ->> 'change' = ${only}`;
}

/** Without what is to be written, which the changes say. */
function rowOf({ row, state, name, change, clientId, changes, problems }: ImportRow): ImportRow {
  return { row, state, name, change, clientId, changes, problems };
}

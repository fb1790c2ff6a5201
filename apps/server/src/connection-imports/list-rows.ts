import type { ConnectionImportRow, routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize } from '../http/paging.ts';
import type { ImportItem } from './apply-import.ts';
import { getConnectionImport } from './preview-import.ts';

type Page = z.infer<typeof routes.listConnectionImportRows.answer>;

/**
 * Rows of an import, those with an error first, then those to look at, then the others, as the file has them.
 * @throws NavetteError `not_found`, `invalid_request` for a cursor
 */
export async function listConnectionImportRows(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  jobId: string,
  { only, cursor, limit = defaultPageSize }: z.infer<typeof routes.listConnectionImportRows.query>,
): Promise<Page> {
  await getConnectionImport(trx, caller, installationId, jobId);
  const after = readPlace(cursor);
  const of = sql`i.firm_id = ${caller.firmId} and i.job_id = ${jobId}::uuid and ${conditionOf(only)}`;
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from job_items i where ${of}`.execute(trx);
  const { rows } = await sql<{
    urgency: number;
    place: number;
    payload: ImportItem;
    outcome: Page['items'][number]['outcome'];
  }>`
    select ${urgency} as urgency, i.row as place, i.payload, i.state as outcome from job_items i
    where ${of} and (${urgency}, i.row) > (${after.urgency}::int, ${after.place}::int)
    order by 1, i.row limit ${limit + 1}::int`.execute(trx);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(({ payload, outcome }) => ({ ...rowOf(payload), outcome })),
    next: rows.length > limit && last !== undefined ? `${last.urgency}.${last.place}` : null,
    total: counted[0]?.total ?? 0,
  };
}

const urgency = sql`case i.payload ->> 'state' when 'error' then 0 when 'warning' then 1 else 2 end`;

function readPlace(cursor: string | undefined): { readonly urgency: number; readonly place: number } {
  if (cursor === undefined) return { urgency: -1, place: 0 };
  const [, first, second] = /^([0-2])\.(\d{1,9})$/.exec(cursor) ?? [];
  if (first === undefined) throw new NavetteError('invalid_request', { detail: 'cursor' });
  return { urgency: Number(first), place: Number(second) };
}

function conditionOf(only: 'error' | 'warning' | 'connect' | 'change' | 'extend' | 'unchanged' | undefined) {
  if (only === undefined) return sql`true`;
  if (only === 'error' || only === 'warning') return sql`i.payload ->> 'state' = ${only}`;
  return sql`i.payload ->> 'change' = ${only}`;
}

function rowOf(item: ImportItem): ConnectionImportRow {
  const { row, state, change, given, clientId, clientName, key, problems, nearClient } = item;
  return { row, state, change, given, clientId, clientName, key, problems, nearClient };
}

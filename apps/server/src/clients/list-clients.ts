import type { Client, ClientFilter } from '@navette/api';
import { NavetteError } from '@navette/model';
import { type Expression, type SqlBool, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { type Cursor, defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';
import { type ClientOrder, clientOrder } from './client-order.ts';
import { describeClients } from './describe-clients.ts';
import { clientConditions } from './filter-clients.ts';

export interface ClientList extends ClientFilter {
  readonly sort?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * One page of the clients a caller sees. Each row has one place for its key, its name and its id, so that paging through gives
 * each client once; one whose key changes meanwhile may be met twice, or not.
 * @param also what else must hold of `clients`
 * @throws NavetteError `invalid_request` for a cursor of another list, `not_found` for an attribute that is not the firm's
 */
export async function listClients(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { sort = 'name', cursor, limit = defaultPageSize, ...filter }: ClientList,
  also: Expression<SqlBool> = sql<SqlBool>`true`,
): Promise<{ items: Client[]; next: string | null; total: number }> {
  const where = sql<SqlBool>`(${await clientConditions(trx, caller, filter)} and ${also})`;
  const order = await clientOrder(trx, caller.firmId, sort);
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from clients where ${where}`.execute(trx);
  const { rows } = await sql<{ id: string; name: string; key: string | null }>`
    select clients.id, clients.sort_key as name,
           case when ${order.isMissing} then null else (${order.key})::text end as key
    from clients ${order.join}
    where ${where} and ${isAfter(order, readCursor(cursor))}
    order by ${order.isMissing}, ${order.key} ${sql.raw(order.direction)}, clients.sort_key, clients.id
    limit ${limit + 1}::int`.execute(trx);
  const page = pageOf(rows, limit, ({ id, name, key }) => ({ key: JSON.stringify([key, name]), id }));
  const ids = page.items.map(({ id }) => id);
  return {
    items: await describeClients(platform, trx, caller, ids),
    next: page.next,
    total: counted[0]?.total ?? 0,
  };
}

/** The clients that a filter keeps, all of them, by name. @throws NavetteError as `listClients` */
export async function selectClientIds(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  filter: ClientFilter,
): Promise<string[]> {
  const where = await clientConditions(trx, caller, filter);
  const { rows } = await sql<{ id: string }>`
    select clients.id from clients where ${where} order by clients.sort_key, clients.id`.execute(trx);
  return rows.map(({ id }) => id);
}

const place = z.tuple([z.string().nullable(), z.string()]);

/** Whether a row comes after the cursor in an order. */
function isAfter(order: ClientOrder, cursor: Cursor | null) {
  if (cursor === null) return sql`true`;
  const [key, name] = readPlace(cursor.key);
  if (key !== null && !order.isKey(key)) throw new NavetteError('invalid_request', { detail: 'cursor' });
  const isLater = sql`(clients.sort_key, clients.id) > (${name}::text, ${cursor.id}::uuid)`;
  if (key === null) return sql`(${order.isMissing} and ${isLater})`;
  const given = sql`${key}::${sql.raw(order.type)}`;
  const beyond = order.direction === 'desc' ? sql`<` : sql`>`;
  return sql`(${order.isMissing} or ${order.key} ${beyond} ${given} or (${order.key} = ${given} and ${isLater}))`;
}

function readPlace(key: string): [string | null, string] {
  try {
    return place.parse(JSON.parse(key));
  } catch (error) {
    throw new NavetteError('invalid_request', { detail: 'cursor' }, error);
  }
}

import type { Connection, ConnectionFilter, ConnectionSelection } from '@navette/api';
import { NavetteError } from '@navette/model';
import { type Expression, type SqlBool, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import { connectionConditions } from './filter-connections.ts';

export interface ConnectionList extends ConnectionFilter {
  /** Of this client alone. */
  readonly client?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * One page of the connected clients of an application that a caller sees, by name.
 * @throws NavetteError `not_found`; `invalid_request` for a cursor of another list
 */
export async function listConnections(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { client, cursor, limit = defaultPageSize, ...filter }: ConnectionList = {},
): Promise<{ items: Connection[]; next: string | null; total: number }> {
  await requireInstallation(trx, caller.firmId, installationId);
  const conditions = connectionConditions(caller, installationId, filter);
  const kept = fromConnections(trx, conditions).$if(client !== undefined, (query) =>
    query.where('connections.client_id', '=', client ?? ''),
  );
  const { total } = await kept
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const after = readCursor(cursor);
  const rows = await kept
    .select([...columns, 'clients.sort_key as sortKey', ruleIds])
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(clients.sort_key, connections.id) > (${after?.key}::text, ${after?.id}::uuid)`,
      ),
    )
    .orderBy('clients.sort_key')
    .orderBy('connections.id')
    .limit(limit + 1)
    .execute();
  const { items, next } = pageOf(rows, limit, ({ sortKey, id }) => ({ key: sortKey, id }));
  return { items: items.map(({ sortKey: _, ...item }) => item), next, total };
}

/** The connections of a selection that a caller sees, all of them, by name. What he does not see is as if it did not exist. */
export async function selectConnections(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  selection: ConnectionSelection,
): Promise<Connection[]> {
  await requireInstallation(trx, caller.firmId, installationId);
  const filter = 'filter' in selection ? selection.filter : {};
  const rows = await fromConnections(trx, connectionConditions(caller, installationId, filter))
    .select([...columns, ruleIds])
    .$if('ids' in selection, (query) =>
      query.where(
        sql<boolean>`connections.id = any(${sql.val('ids' in selection ? selection.ids : [])}::uuid[])`,
      ),
    )
    .orderBy('clients.sort_key')
    .orderBy('connections.id')
    .execute();
  const excluded = new Set('filter' in selection ? selection.excludedIds : []);
  return rows.filter(({ id }) => !excluded.has(id));
}

/** One connected client that a caller sees. @throws NavetteError `not_found` */
export async function getConnection(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  id: string,
): Promise<Connection> {
  const row = await fromConnections(trx, connectionConditions(caller, installationId, {}))
    .select([...columns, ruleIds])
    .where('connections.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

/** @throws NavetteError `not_found` for an application that the firm does not have, or no longer */
export async function requireInstallation(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<void> {
  const installation = await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!installation) throw new NavetteError('not_found');
}

const columns = [
  'connections.id',
  'connections.installation_id as installationId',
  'connections.client_id as clientId',
  'clients.name as clientName',
  'connections.client_key as clientKey',
  'connections.client_key_label as clientKeyLabel',
  'connections.state',
  'connections.created_at as createdAt',
] as const;

/** An array of no rows is empty, not null. */
const ruleIds = sql<string[]>`array(
  select r.rule_id from rule_connections r
  join rules u on u.firm_id = r.firm_id and u.id = r.rule_id and u.removed_at is null
  where r.firm_id = connections.firm_id and r.connection_id = connections.id order by r.rule_id)`.as(
  'ruleIds',
);

function fromConnections(trx: Transaction<Schema>, conditions: Expression<SqlBool>) {
  return trx
    .selectFrom('connections')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'connections.firm_id')
        .onRef('clients.id', '=', 'connections.client_id'),
    )
    .where(conditions);
}

import type { Client } from '@navette/api';
import { NavetteError, onTheWayStates } from '@navette/model';
import type { Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';
import { foldForSearch } from './search-key.ts';
import { isVisibleClient } from './visible-clients.ts';

export interface ClientFilter {
  readonly search?: string | undefined;
  readonly withUndelivered?: 'true' | 'false' | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of the clients a caller sees, by name; every word of the search must be found. */
export async function listClients(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  filter: ClientFilter,
) {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  let query = trx
    .selectFrom('clients')
    .where('clients.firm_id', '=', caller.firmId)
    .where('clients.archived_at', 'is', null)
    .where(isVisibleClient(caller));
  for (const word of foldForSearch(filter.search ?? '').split(' ')) {
    if (word !== '') query = query.where(sql<boolean>`position(${word} in clients.search_key) > 0`);
  }
  if (filter.withUndelivered === 'true') {
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('deliveries')
          .select('deliveries.id')
          .whereRef('deliveries.firm_id', '=', 'clients.firm_id')
          .whereRef('deliveries.client_id', '=', 'clients.id')
          .where('deliveries.state', '=', 'undelivered'),
      ),
    );
  }
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (cursor !== null) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('clients.search_key', 'clients.id'), '>', tuple(cursor.key, cursor.id)),
    );
  }
  const rows = await query
    .select(['clients.id', 'clients.search_key as key'])
    .orderBy('clients.search_key')
    .orderBy('clients.id')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, (row) => row);
  const items = await describeClients(
    platform,
    trx,
    caller.firmId,
    page.items.map(({ id }) => id),
  );
  return { items, next: page.next, total };
}

/** One client. @throws NavetteError `not_found` */
export async function getClient(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
): Promise<Client> {
  const [client] = await describeClients(platform, trx, firmId, [id]);
  if (!client) throw new NavetteError('not_found');
  return client;
}

/** What rows show of clients, in the order of the ids. */
async function describeClients(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  ids: readonly string[],
): Promise<Client[]> {
  if (ids.length === 0) return [];
  const [rows, connections, counts, last, collaborators] = [
    await trx
      .selectFrom('clients')
      .selectAll()
      .where('firm_id', '=', firmId)
      .where('id', 'in', ids)
      .execute(),
    await trx
      .selectFrom('connections')
      .innerJoin('installations', (join) =>
        join
          .onRef('installations.firm_id', '=', 'connections.firm_id')
          .onRef('installations.id', '=', 'connections.installation_id')
          .on('installations.state', '<>', 'removed'),
      )
      .select([
        'connections.client_id',
        'installations.id',
        'installations.name',
        'installations.application',
      ])
      .where('connections.firm_id', '=', firmId)
      .where('connections.client_id', 'in', ids)
      .where('connections.state', '<>', 'disconnected')
      .orderBy('installations.created_at')
      .execute(),
    await trx
      .selectFrom('deliveries')
      .select(({ fn }) => ['client_id', 'state', fn.countAll<number>().as('count')])
      .where('firm_id', '=', firmId)
      .where('client_id', 'in', ids)
      .where('state', 'in', [...onTheWayStates, 'undelivered'])
      .groupBy(['client_id', 'state'])
      .execute(),
    await trx
      .selectFrom('clients')
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom('documents')
            .select('received_at')
            .whereRef('documents.firm_id', '=', 'clients.firm_id')
            .whereRef('documents.client_id', '=', 'clients.id')
            .orderBy('received_at', 'desc')
            .limit(1)
            .as('newest'),
        (join) => join.onTrue(),
      )
      .select(['clients.id as client_id', 'newest.received_at'])
      .where('clients.firm_id', '=', firmId)
      .where('clients.id', 'in', ids)
      .execute(),
    await trx
      .selectFrom('client_members')
      .innerJoin('members', (join) =>
        join
          .onRef('members.firm_id', '=', 'client_members.firm_id')
          .onRef('members.user_id', '=', 'client_members.user_id')
          .on('members.role', '<>', 'client'),
      )
      .select(['client_members.client_id', 'members.user_id as id', 'members.name'])
      .where('client_members.firm_id', '=', firmId)
      .where('client_members.client_id', 'in', ids)
      .orderBy('members.name')
      .execute(),
  ];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const countOf = (id: string, isCounted: (state: string) => boolean) =>
    counts
      .filter((each) => each.client_id === id && isCounted(each.state))
      .reduce((sum, { count }) => sum + count, 0);
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    return {
      id,
      name: row.name,
      code: row.code,
      siret: row.siret,
      siretState:
        row.siret === null ? 'missing' : row.siret_override_reason === null ? 'valid' : 'overridden',
      siretOverrideReason: row.siret_override_reason,
      connections: connections
        .filter((each) => each.client_id === id)
        .map((each) => ({
          installationId: each.id,
          name: each.name,
          kind: platform.connectors.get(each.application)?.manifest.kind ?? 'api',
        })),
      undelivered: countOf(id, (state) => state === 'undelivered'),
      onTheWay: countOf(id, (state) => state !== 'undelivered'),
      lastReceivedAt: last.find((each) => each.client_id === id)?.received_at ?? null,
      collaborators: collaborators
        .filter((each) => each.client_id === id)
        .map((each) => ({ id: each.id, name: each.name })),
      createdAt: row.created_at,
    };
  });
}

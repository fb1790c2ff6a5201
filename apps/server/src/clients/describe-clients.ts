import type { Client } from '@navette/api';
import { NavetteError, onTheWayStates } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { type AttributeFacts, firstOfKind, loadAttributes } from '../attributes/list-attributes.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { selectCollaborators } from './select-collaborators.ts';
import { isVisibleClient } from './visible-clients.ts';

/** One client, with the others that have its SIRET. @throws NavetteError `not_found` */
export async function getClient(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
): Promise<Client> {
  const [client] = await describeClients(platform, trx, caller, [id]);
  if (!client) throw new NavetteError('not_found');
  const sameSiret = client.siret === null ? [] : await findBySiret(trx, caller, client.siret);
  return { ...client, sameSiret: sameSiret.filter((each) => each.id !== id) };
}

/** What rows show of clients, in the order of the ids. */
export async function describeClients(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  ids: readonly string[],
): Promise<Client[]> {
  if (ids.length === 0) return [];
  const { firmId } = caller;
  const attributes = await loadAttributes(trx, firmId);
  const rows = await trx
    .selectFrom('clients')
    .select(['id', 'name', 'created_at', 'archived_at'])
    .where('firm_id', '=', firmId)
    .where('id', 'in', ids)
    .execute();
  const values = Map.groupBy(await loadValues(trx, firmId, ids), ({ clientId }) => clientId);
  const connections = Map.groupBy(await loadConnections(trx, firmId, ids), ({ clientId }) => clientId);
  const counts = Map.groupBy(await countDeliveries(trx, firmId, ids), ({ clientId }) => clientId);
  const last = new Map((await loadLastReceived(trx, firmId, ids)).map((each) => [each.clientId, each.at]));
  const collaborators = Map.groupBy(await loadCollaborators(trx, firmId, ids), ({ clientId }) => clientId);
  const shared = await findSharedSirets(trx, caller, attributes, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const countOf = (isCounted: (state: string) => boolean) =>
      (counts.get(id) ?? [])
        .filter(({ state }) => isCounted(state))
        .reduce((sum, { count }) => sum + count, 0);
    return {
      id,
      name: row.name,
      ...describeValues(attributes, values.get(id) ?? []),
      isSiretShared: shared.has(id),
      sameSiret: [],
      connections: (connections.get(id) ?? []).map((each) => ({
        installationId: each.id,
        name: each.name,
        kind: platform.connectors.get(each.application)?.manifest.kind ?? 'api',
      })),
      undelivered: countOf((state) => state === 'undelivered'),
      onTheWay: countOf((state) => state !== 'undelivered'),
      lastReceivedAt: last.get(id) ?? null,
      collaborators: (collaborators.get(id) ?? []).map((each) => ({ id: each.id, name: each.name })),
      createdAt: row.created_at,
      archivedAt: row.archived_at,
    };
  });
}

type StoredValue = Awaited<ReturnType<typeof loadValues>>[number];

function describeValues(attributes: readonly AttributeFacts[], stored: readonly StoredValue[]) {
  const storedOf = (attribute: AttributeFacts | undefined) =>
    stored.find(({ attributeId }) => attributeId === attribute?.id);
  const siret = storedOf(firstOfKind(attributes, 'siret'));
  const stateOf = ({ overrideReason }: StoredValue) =>
    overrideReason === null ? ('valid' as const) : ('overridden' as const);
  return {
    code: storedOf(firstOfKind(attributes, 'code'))?.value ?? null,
    siret: siret?.value ?? null,
    siretState: siret === undefined ? ('missing' as const) : stateOf(siret),
    siretOverrideReason: siret?.overrideReason ?? null,
    attributes: attributes.flatMap((attribute) => {
      const value = storedOf(attribute);
      if (value === undefined) return [];
      return [
        {
          attributeId: attribute.id,
          value: value.value,
          state: stateOf(value),
          overrideReason: value.overrideReason,
        },
      ];
    }),
  };
}

function loadValues(trx: Transaction<Schema>, firmId: string, ids: readonly string[]) {
  return trx
    .selectFrom('attribute_values')
    .select([
      'client_id as clientId',
      'attribute_id as attributeId',
      'value',
      'override_reason as overrideReason',
    ])
    .where('firm_id', '=', firmId)
    .where('client_id', 'in', ids)
    .execute();
}

function loadConnections(trx: Transaction<Schema>, firmId: string, ids: readonly string[]) {
  return trx
    .selectFrom('connections')
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'connections.firm_id')
        .onRef('installations.id', '=', 'connections.installation_id')
        .on('installations.state', '<>', 'removed'),
    )
    .select([
      'connections.client_id as clientId',
      'installations.id',
      'installations.name',
      'installations.application',
    ])
    .where('connections.firm_id', '=', firmId)
    .where('connections.client_id', 'in', ids)
    .where('connections.state', '<>', 'disconnected')
    .orderBy('installations.created_at')
    .execute();
}

function countDeliveries(trx: Transaction<Schema>, firmId: string, ids: readonly string[]) {
  return trx
    .selectFrom('deliveries')
    .select(({ fn }) => ['client_id as clientId', 'state', fn.countAll<number>().as('count')])
    .where('firm_id', '=', firmId)
    .where('client_id', 'in', ids)
    .where('state', 'in', [...onTheWayStates, 'undelivered'])
    .groupBy(['client_id', 'state'])
    .execute();
}

/** One row by index for each client, however many documents it has. */
function loadLastReceived(trx: Transaction<Schema>, firmId: string, ids: readonly string[]) {
  return trx
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
    .select(['clients.id as clientId', 'newest.received_at as at'])
    .where('clients.firm_id', '=', firmId)
    .where('clients.id', 'in', ids)
    .execute();
}

function loadCollaborators(trx: Transaction<Schema>, firmId: string, ids: readonly string[]) {
  return selectCollaborators(trx, firmId)
    .select(['client_members.client_id as clientId', 'members.user_id as id', 'members.name'])
    .where('client_members.client_id', 'in', ids)
    .orderBy('members.name')
    .execute();
}

/** Those whose SIRET is also that of another client the caller sees. */
async function findSharedSirets(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  attributes: readonly AttributeFacts[],
  ids: readonly string[],
): Promise<Set<string>> {
  const siret = firstOfKind(attributes, 'siret');
  if (siret === undefined) return new Set();
  const { rows } = await sql<{ id: string }>`
    select v.client_id as id
    from attribute_values v
    where v.firm_id = ${caller.firmId} and v.attribute_id = ${siret.id} and v.client_id = any(${sql.val(ids)}::uuid[])
      and exists (
        select from attribute_values o join clients on clients.firm_id = o.firm_id and clients.id = o.client_id
        where o.firm_id = v.firm_id and o.attribute_id = v.attribute_id and o.value_key = v.value_key
          and o.client_id <> v.client_id and ${isVisibleClient(caller)})`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

/** The clients a caller sees that have a SIRET, in the firm's first attribute of that kind, archived ones too. */
async function findBySiret(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  siret: string,
): Promise<{ id: string; name: string }[]> {
  const attribute = firstOfKind(await loadAttributes(trx, caller.firmId), 'siret');
  if (attribute === undefined) return [];
  return trx
    .selectFrom('attribute_values')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'attribute_values.firm_id')
        .onRef('clients.id', '=', 'attribute_values.client_id'),
    )
    .select(['clients.id', 'clients.name'])
    .where('attribute_values.firm_id', '=', caller.firmId)
    .where('attribute_values.attribute_id', '=', attribute.id)
    .where('attribute_values.value_key', '=', siret)
    .where(isVisibleClient(caller))
    .orderBy('clients.sort_key')
    .limit(50)
    .execute();
}

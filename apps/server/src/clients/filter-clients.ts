import type { ClientFilter } from '@navette/api';
import { NavetteError, normaliseValue, valueKey } from '@navette/model';
import { type Expression, expressionBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { searchWords } from './search-key.ts';
import { isVisibleClient } from './visible-clients.ts';

type Condition = Expression<SqlBool>;

/**
 * The clients that a caller sees and that a filter keeps, for queries that have `clients` among their tables.
 *
 * Words are looked for in the search key of each client of the firm, after its policy: no index would be used, since neither `like`
 * nor `position` is leakproof. As the app role under row-level security, PostgreSQL 18: 0.6 ms for 3,000 clients, 1.8 ms for 10,000.
 * @throws NavetteError `invalid_request` for `attribute` without `value`, `not_found` for an attribute that is not the firm's
 */
export async function clientConditions(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  filter: ClientFilter,
): Promise<Condition> {
  const eb = expressionBuilder<Schema, 'clients'>();
  const conditions: Condition[] = [
    eb('clients.firm_id', '=', caller.firmId),
    eb('clients.erased_at', 'is', null),
    isVisibleClient(caller),
    ...stateCondition(filter.state ?? 'active'),
    ...searchWords(filter.search ?? '').map(
      (word) => sql<SqlBool>`position(${word} in clients.search_key) > 0`,
    ),
  ];
  if (filter.attribute !== undefined)
    conditions.push(await hasValue(trx, caller.firmId, filter.attribute, filter.value));
  if (filter.missing !== undefined) conditions.push(eb.not(someValue(filter.missing)));
  if (filter.connected !== undefined) conditions.push(isConnected(filter.connected));
  if (filter.collaborator !== undefined) conditions.push(isAssigned(caller, filter.collaborator));
  if (filter.withUndelivered !== undefined) {
    const some = someUndelivered();
    conditions.push(filter.withUndelivered === 'true' ? some : eb.not(some));
  }
  return eb.and(conditions);
}

function stateCondition(state: 'active' | 'archived' | 'all'): Condition[] {
  const eb = expressionBuilder<Schema, 'clients'>();
  if (state === 'all') return [];
  return [eb('clients.archived_at', state === 'active' ? 'is' : 'is not', null)];
}

async function hasValue(
  trx: Transaction<Schema>,
  firmId: string,
  attributeId: string,
  value: string | undefined,
): Promise<Condition> {
  if (value === undefined) throw new NavetteError('invalid_request', { detail: 'value', field: 'value' });
  const attribute = await trx
    .selectFrom('attributes')
    .select('kind')
    .where('firm_id', '=', firmId)
    .where('id', '=', attributeId)
    .executeTakeFirst();
  if (!attribute) throw new NavetteError('not_found');
  const key = valueKey(attribute.kind, normaliseValue(attribute.kind, value));
  const eb = expressionBuilder<Schema, 'clients'>();
  return eb.exists(valuesOf(attributeId).where('attribute_values.value_key', '=', key));
}

function someValue(attributeId: string): Condition {
  return expressionBuilder<Schema, 'clients'>().exists(valuesOf(attributeId));
}

function valuesOf(attributeId: string) {
  return expressionBuilder<Schema, 'clients'>()
    .selectFrom('attribute_values')
    .select(sql`1`.as('one'))
    .whereRef('attribute_values.firm_id', '=', 'clients.firm_id')
    .whereRef('attribute_values.client_id', '=', 'clients.id')
    .where('attribute_values.attribute_id', '=', attributeId);
}

function isConnected(to: string): Condition {
  const eb = expressionBuilder<Schema, 'clients'>();
  const connections = eb
    .selectFrom('connections')
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'connections.firm_id')
        .onRef('installations.id', '=', 'connections.installation_id')
        .on('installations.state', '<>', 'removed'),
    )
    .select(sql`1`.as('one'))
    .whereRef('connections.firm_id', '=', 'clients.firm_id')
    .whereRef('connections.client_id', '=', 'clients.id')
    .where('connections.state', '<>', 'disconnected');
  if (to === 'none') return eb.not(eb.exists(connections));
  return eb.exists(to === 'any' ? connections : connections.where('installations.id', '=', to));
}

/** Assigned to collaborators and administrators: a client user's own dossier is assigned to him, and to nobody of the firm. */
function isAssigned(caller: FirmCaller, to: string): Condition {
  const eb = expressionBuilder<Schema, 'clients'>();
  const assigned = eb
    .selectFrom('client_members')
    .innerJoin('members', (join) =>
      join
        .onRef('members.firm_id', '=', 'client_members.firm_id')
        .onRef('members.user_id', '=', 'client_members.user_id'),
    )
    .select(sql`1`.as('one'))
    .whereRef('client_members.firm_id', '=', 'clients.firm_id')
    .whereRef('client_members.client_id', '=', 'clients.id');
  if (to === 'none') return eb.not(eb.exists(assigned.where('members.role', '<>', 'client')));
  return eb.exists(assigned.where('members.user_id', '=', to === 'me' ? caller.userId : to));
}

function someUndelivered(): Condition {
  const eb = expressionBuilder<Schema, 'clients'>();
  return eb.exists(
    eb
      .selectFrom('deliveries')
      .select(sql`1`.as('one'))
      .whereRef('deliveries.firm_id', '=', 'clients.firm_id')
      .whereRef('deliveries.client_id', '=', 'clients.id')
      .where('deliveries.state', '=', 'undelivered'),
  );
}

import { sql, type Transaction } from 'kysely';
import { loadAttributes } from '../attributes/list-attributes.ts';
import { selectCollaborators } from '../clients/select-collaborators.ts';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Existing, ExistingClient } from './existing.ts';

/** Everything of the firm that rows are compared with: all its clients, since a unique value may be that of one not seen. */
export async function loadExisting(trx: Transaction<Schema>, caller: FirmCaller): Promise<Existing> {
  const { firmId } = caller;
  const people = await trx
    .selectFrom('members')
    .select(['user_id as id', 'name', 'email', 'state'])
    .where('firm_id', '=', firmId)
    .where('role', '<>', 'client')
    .execute();
  return {
    attributes: await loadAttributes(trx, firmId),
    clients: await loadClients(trx, caller),
    people: people.map(({ state, ...person }) => ({ ...person, isActive: state === 'active' })),
  };
}

async function loadClients(trx: Transaction<Schema>, caller: FirmCaller): Promise<ExistingClient[]> {
  const { firmId } = caller;
  const { rows } = await sql<Omit<ExistingClient, 'values' | 'collaboratorIds'>>`
    select clients.id, clients.name, clients.archived_at is not null as "isArchived", ${isVisibleClient(caller)} as "isSeen"
    from clients where clients.firm_id = ${firmId} and clients.erased_at is null`.execute(trx);
  const values = await trx
    .selectFrom('attribute_values')
    .select(['client_id', 'attribute_id', 'value', 'value_key as key', 'override_reason as overrideReason'])
    .where('firm_id', '=', firmId)
    .execute();
  const assigned = await selectCollaborators(trx, firmId)
    .select(['client_members.client_id', 'client_members.user_id'])
    .execute();
  const valuesOf = Map.groupBy(values, (value) => value.client_id);
  const assignedTo = Map.groupBy(assigned, (each) => each.client_id);
  return rows.map((client) => ({
    ...client,
    values: new Map(
      (valuesOf.get(client.id) ?? []).map(({ attribute_id, value, key, overrideReason }) => [
        attribute_id,
        { value, key, overrideReason },
      ]),
    ),
    collaboratorIds: (assignedTo.get(client.id) ?? []).map((each) => each.user_id),
  }));
}

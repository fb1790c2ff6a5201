/** The clients that an application's rules concern, as a caller sees them. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';

/**
 * A query of `id`, `name`, `sort_key` and `connection_id`, for `with concerned as (…)`: clients connected to an application that the caller
 * sees. Archived ones receive nothing, and are left out.
 */
export function connectedClients(caller: FirmCaller, installationId: string): RawBuilder<unknown> {
  return sql`
    select clients.id, clients.name, clients.sort_key, connections.id as connection_id
    from connections
    join clients on clients.firm_id = connections.firm_id and clients.id = connections.client_id
    where connections.firm_id = ${caller.firmId}::uuid and connections.installation_id = ${installationId}::uuid
      and connections.state <> 'disconnected' and clients.archived_at is null and ${isVisibleClient(caller)}`;
}

/** The same, of those that a rule for listed clients lists. */
export function listedClients(
  caller: FirmCaller,
  installationId: string,
  ruleId: string,
): RawBuilder<unknown> {
  return sql`
    ${connectedClients(caller, installationId)}
      and exists (
        select from rule_connections x
        where x.firm_id = connections.firm_id and x.rule_id = ${ruleId}::uuid and x.connection_id = connections.id)`;
}

/**
 * The same as `connectedClients`, but while nobody is connected: those chosen in the wizard that is open, else every client that the caller sees. Whoever
 * writes a path needs real folders to look at before the first connection is there.
 */
export async function clientsToLookAt(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
): Promise<RawBuilder<unknown>> {
  const visible = sql`
    clients.firm_id = ${caller.firmId}::uuid and clients.archived_at is null and ${isVisibleClient(caller)}`;
  const chosen = sql`
    select clients.id, clients.name, clients.sort_key, null::uuid as connection_id
    from setups
    join setup_clients on setup_clients.firm_id = setups.firm_id and setup_clients.setup_id = setups.id
    join clients on clients.firm_id = setups.firm_id and clients.id = setup_clients.client_id
    where setups.firm_id = ${caller.firmId}::uuid and setups.installation_id = ${installationId}::uuid
      and setups.ended_at is null and ${visible}`;
  const connected = connectedClients(caller, installationId);
  const { rows } = await sql<{ isAnyConnected: boolean; isAnyChosen: boolean }>`
    select exists (${connected}) as "isAnyConnected", exists (${chosen}) as "isAnyChosen"`.execute(trx);
  if (rows[0]?.isAnyConnected) return connected;
  if (rows[0]?.isAnyChosen) return chosen;
  return sql`
    select clients.id, clients.name, clients.sort_key, null::uuid as connection_id from clients where ${visible}`;
}

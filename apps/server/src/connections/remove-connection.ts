import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAuditOfEach } from '../audit/record-audit.ts';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { countUnsent } from '../deliveries/cancel-unsent.ts';
import { cancelForGood } from '../deliveries/leave-what-is-gone.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getConnection } from './select-connections.ts';

/**
 * Disconnects a client from an application. What has not left is cancelled, what is being sent ends, what the partner has is still
 * followed, by the key that stays for it; a key that is a secret is forgotten where there is nothing to follow.
 * @returns how many deliveries were cancelled
 * @throws NavetteError `not_found`; `removal_cancels_deliveries` with their number, unless confirmed
 */
export async function removeConnection(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  id: string,
  isConfirmed: boolean,
): Promise<number> {
  const { clientId } = await getConnection(trx, caller, installationId, id);
  const count = await countUnsent(trx, caller.firmId, { connectionId: id, clientId });
  if (count > 0 && !isConfirmed) throw new NavetteError('removal_cancels_deliveries', { count });
  const cancelled = (await removeConnections(platform, trx, caller, installationId, [id])).get(id);
  if (cancelled === undefined) throw new NavetteError('not_found');
  return cancelled;
}

/**
 * Disconnects many clients, as one, in few statements. @returns how many deliveries of each were cancelled; one that is gone, or that
 * the caller does not see, is not among them
 */
export async function removeConnections(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { firmId } = caller;
  const { rows } = await sql<Removed>`
    select connections.id, connections.client_id as "clientId", clients.name as "clientName" from connections
    join clients on clients.firm_id = connections.firm_id and clients.id = connections.client_id
    where connections.firm_id = ${firmId} and connections.installation_id = ${installationId}
      and connections.id = any(${sql.val(ids)}::uuid[]) and connections.state <> 'disconnected' and ${isVisibleClient(caller)}
    order by connections.id for update of connections`.execute(trx);
  const removed = rows.map(({ id }) => id);
  await sql`update connections set state = 'disconnected'
    where firm_id = ${firmId} and id = any(${sql.val(removed)}::uuid[])`.execute(trx);
  await sql`delete from rule_connections
    where firm_id = ${firmId} and connection_id = any(${sql.val(removed)}::uuid[])`.execute(trx);
  const cancelled = await cancelOf(platform, trx, caller, rows);
  await forgetKeysOf(trx, firmId, rows);
  const entries = rows.map(({ id, clientId, clientName }) => ({
    ...{ action: 'connection.removed', subjectKind: 'connection', subjectId: id, subjectName: clientName },
    details: { installationId, clientId, cancelled: cancelled.get(id) ?? 0 },
  }));
  await recordAuditOfEach(platform, trx, caller, entries);
  return cancelled;
}

interface Removed {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
}

async function cancelOf(
  platform: Platform,
  trx: Transaction<Schema>,
  { firmId, name }: FirmCaller,
  removed: readonly Removed[],
): Promise<Map<string, number>> {
  const unsent = await trx
    .selectFrom('deliveries')
    .select('connection_id as id')
    .distinct()
    .where('firm_id', '=', firmId)
    .where(areOf(removed))
    .where('state', 'in', ['waiting', 'held', 'undelivered'])
    .execute();
  const waiting = new Set(unsent.map(({ id }) => id));
  const cancelled = new Map(removed.map(({ id }) => [id, 0]));
  for (const { id: connectionId, clientId } of removed) {
    if (!waiting.has(connectionId)) continue;
    const actor = { kind: 'user', name } as const;
    const count = await cancelForGood(platform, trx, firmId, { connectionId, clientId }, actor);
    cancelled.set(connectionId, count);
  }
  return cancelled;
}

async function forgetKeysOf(
  trx: Transaction<Schema>,
  firmId: string,
  removed: readonly Removed[],
): Promise<void> {
  await sql`
    update connections c set client_key_sealed = null
    where c.firm_id = ${firmId} and c.id = any(${sql.val(removed.map(({ id }) => id))}::uuid[]) and c.client_key_sealed is not null
      and not exists (
        select from deliveries d
        where d.firm_id = c.firm_id and d.client_id = c.client_id and d.connection_id = c.id
          and d.state in ('sending', 'unknown', 'accepted'))`.execute(trx);
}

/** By their clients too, whom an index has. */
function areOf(removed: readonly Removed[]) {
  return sql<boolean>`client_id = any(${sql.val(removed.map(({ clientId }) => clientId))}::uuid[])
    and connection_id = any(${sql.val(removed.map(({ id }) => id))}::uuid[])`;
}

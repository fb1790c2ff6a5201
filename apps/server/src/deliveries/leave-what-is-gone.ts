/** What becomes of deliveries whose application, or whose connection, was removed before they left. */
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { archiveWhenDone } from '../documents/archive.ts';
import { lockTrees } from '../documents/folders.ts';
import { type HistoryActor, recordHistoryOfEach } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';
import { unsentStates } from './cancel-unsent.ts';
import type { LoadedDelivery } from './load-delivery.ts';

/** One delivery, those of an application, or those of one client by his connection. */
export type UnsentOf =
  | { readonly deliveryId: string }
  | { readonly installationId: string }
  | { readonly connectionId: string; readonly clientId: string };

/** A delivery that was on its way when its connection was removed: it goes by the client's new one, else it is cancelled. */
export async function leaveWhatIsGone(
  platform: Platform,
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
): Promise<void> {
  const { firmId, id: deliveryId } = delivery;
  if (delivery.installationState !== 'removed' && (await followConnection(trx, delivery))) return;
  await cancelUnsentOf(platform, trx, firmId, { deliveryId }, null);
}

/** @returns whether the client is connected anew, and the delivery is by that connection now */
async function followConnection(
  trx: Transaction<Schema>,
  { firmId, id, clientId, installationId }: LoadedDelivery,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update deliveries d set connection_id = c.id
    from connections c
    where d.firm_id = ${firmId} and d.id = ${id} and c.firm_id = d.firm_id and c.installation_id = ${installationId}
      and c.client_id = ${clientId} and c.state <> 'disconnected'
      and not exists (select from deliveries o where o.firm_id = d.firm_id and o.version_id = d.version_id
                      and o.connection_id = c.id and o.repeat_number = d.repeat_number)`.execute(trx);
  return numAffectedRows === 1n;
}

/** How many deliveries have not left: waiting, held, undelivered. */
export async function countUnsentOf(
  trx: Transaction<Schema>,
  firmId: string,
  what: UnsentOf,
): Promise<number> {
  const { count } = await trx
    .selectFrom('deliveries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('firm_id', '=', firmId)
    .where(isOf(what))
    .where('state', 'in', unsentStates)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Cancels deliveries that have not left; one that is being sent ends by itself. A document that another application has, and that
 * waited for this one, goes to its archive.
 * @param actor who did it; `null` for Navette itself
 * @returns how many were cancelled
 */
export async function cancelUnsentOf(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  what: UnsentOf,
  actor: HistoryActor | null,
): Promise<number> {
  const at = platform.clock();
  // Before the rows of deliveries, in the order of who puts a folder in the bin.
  await lockTrees(trx, firmId, 'grow');
  const cancelled = await trx
    .updateTable('deliveries')
    .set({ state: 'cancelled', held_reason: null, ended_at: at.toISOString() })
    .where('firm_id', '=', firmId)
    .where(isOf(what))
    .where('state', 'in', unsentStates)
    .returning(['id as deliveryId', 'document_id as documentId', 'version_id as versionId'])
    .execute();
  await recordHistoryOfEach(
    platform,
    trx,
    firmId,
    { kind: 'cancelled', at, ...(actor && { actor }) },
    cancelled,
  );
  const versionIds = cancelled.map(({ versionId }) => versionId);
  const arrived = await trx
    .selectFrom('deliveries')
    .select(['document_id as documentId', 'version_id as versionId'])
    .distinct()
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`version_id = any(${versionIds}::uuid[])`)
    .where('state', 'in', ['accepted', 'delivered', 'duplicate'])
    .execute();
  for (const each of arrived) await archiveWhenDone(platform, trx, { firmId, ...each }, at);
  return cancelled.length;
}

function isOf(what: UnsentOf) {
  if ('deliveryId' in what) return sql<boolean>`id = ${what.deliveryId}::uuid`;
  if ('installationId' in what) return sql<boolean>`installation_id = ${what.installationId}::uuid`;
  return sql<boolean>`connection_id = ${what.connectionId}::uuid and client_id = ${what.clientId}::uuid`;
}

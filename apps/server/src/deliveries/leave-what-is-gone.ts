/** What becomes of deliveries whose application, or whose connection, was removed before they left. */
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { archiveWhenDone } from '../documents/archive.ts';
import { lockTrees } from '../documents/folders.ts';
import type { HistoryActor } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';
import { cancelUnsent, type UnsentOf } from './cancel-unsent.ts';
import type { LoadedDelivery } from './load-delivery.ts';

/** A delivery that was on its way when its connection was removed: it goes by the client's new one, else it is cancelled. */
export async function leaveWhatIsGone(
  platform: Platform,
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
): Promise<void> {
  const { firmId, id: deliveryId } = delivery;
  if (delivery.installationState !== 'removed' && (await followConnection(trx, delivery))) return;
  await cancelForGood(platform, trx, firmId, { deliveryId }, null);
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

/**
 * Cancels what has not left of an application or a connection that was removed; what is being sent ends by itself. A document that
 * another application has, and that waited for this one, goes to its archive: at once, or by a task where there are many, since
 * whoever removed waits for this transaction.
 * @param actor who did it; `null` for Navette itself
 * @returns how many were cancelled
 */
export async function cancelForGood(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  what: UnsentOf,
  actor: HistoryActor | null,
): Promise<number> {
  const at = platform.clock();
  // Before the rows of deliveries, in the order of who puts a folder in the bin.
  await lockTrees(trx, firmId, 'grow');
  const cancelled = await cancelUnsent(platform, trx, firmId, what, actor, at);
  const versionIds = cancelled.map(({ versionId }) => versionId);
  const arrived = await trx
    .selectFrom('deliveries')
    .select(['document_id as documentId', 'version_id as versionId'])
    .distinct()
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`version_id = any(${versionIds}::uuid[])`)
    .where('state', 'in', arrivedStates)
    .limit(archivedAtOnce + 1)
    .execute();
  if (arrived.length > archivedAtOnce)
    await platform.jobs.add(trx, archiveCancelledTask, { firmId, cancelledAt: at.toISOString() });
  else for (const each of arrived) await archiveWhenDone(platform, trx, { firmId, ...each }, at);
  return cancelled.length;
}

/** A move takes some ten requests of the database. */
const archivedAtOnce = 20;
const arrivedStates = ['accepted', 'delivered', 'duplicate'] as const;

export const archiveCancelledTask = 'deliveries.archive-cancelled';

interface CancelledAt {
  readonly firmId: string;
  /** What `ended_at` holds of each. */
  readonly cancelledAt: string;
}

/** Archives documents of which deliveries were cancelled at one moment, piece by piece. Running twice is safe. */
export async function archiveCancelled(
  platform: Platform,
  moment: CancelledAt,
  signal: AbortSignal,
): Promise<void> {
  let last: string | null = '00000000-0000-0000-0000-000000000000';
  while (last !== null) {
    signal.throwIfAborted();
    last = await archivePiece(platform, moment, last);
    platform.live.publish(moment.firmId, 'documents');
  }
}

/** @returns the last document that was looked at, `null` when there was none */
function archivePiece(
  platform: Platform,
  { firmId, cancelledAt }: CancelledAt,
  after: string,
): Promise<string | null> {
  return inFirm(platform.database.app, firmId, async (trx) => {
    const piece = await trx
      .selectFrom('deliveries')
      .innerJoin('documents', (join) =>
        join
          .onRef('documents.firm_id', '=', 'deliveries.firm_id')
          .onRef('documents.id', '=', 'deliveries.document_id')
          .onRef('documents.current_version_id', '=', 'deliveries.version_id'),
      )
      .select(['documents.id as documentId', 'documents.current_version_id as versionId'])
      .distinct()
      .where('deliveries.firm_id', '=', firmId)
      .where('documents.id', '>', after)
      .where('documents.archived_at', 'is', null)
      .where('deliveries.state', '=', 'cancelled')
      .where('deliveries.ended_at', '=', cancelledAt)
      .orderBy('documents.id')
      .limit(archivedAtOnce)
      .execute();
    for (const each of piece) await archiveWhenDone(platform, trx, { firmId, ...each }, platform.clock());
    return piece.at(-1)?.documentId ?? null;
  });
}

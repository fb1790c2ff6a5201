import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type HistoryActor, recordHistoryOfEach } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';

/** What has not left. One that is being sent ends by itself. */
export const unsentStates = ['waiting', 'held', 'undelivered'] as const;

/** How many deliveries of these documents have not left. */
export async function countUnsent(
  trx: Transaction<Schema>,
  firmId: string,
  documentIds: readonly string[],
): Promise<number> {
  const { count } = await trx
    .selectFrom('deliveries')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`document_id = any(${documentIds}::uuid[])`)
    .where('state', 'in', unsentStates)
    .executeTakeFirstOrThrow();
  return count;
}

/**
 * Cancels deliveries of documents that have not left (waiting, held, undelivered); one that is being sent ends by itself.
 * @param actor who did it; `null` for Navette itself
 * @param endedAt what `ended_at` gets: what is taken out of the bin is known by it
 * @returns how many were cancelled
 */
export async function cancelUnsent(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  documentIds: readonly string[],
  actor: HistoryActor | null,
  endedAt: Date,
): Promise<number> {
  const cancelled = await trx
    .updateTable('deliveries')
    .set({ state: 'cancelled', held_reason: null, ended_at: endedAt.toISOString() })
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`document_id = any(${documentIds}::uuid[])`)
    .where('state', 'in', unsentStates)
    .returning(['id as deliveryId', 'document_id as documentId', 'version_id as versionId'])
    .execute();
  await recordHistoryOfEach(
    platform,
    trx,
    firmId,
    { kind: 'cancelled', at: platform.clock(), ...(actor && { actor }) },
    cancelled,
  );
  return cancelled.length;
}

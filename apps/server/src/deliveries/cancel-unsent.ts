import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';

/**
 * Cancels a document's deliveries that have not left (waiting, held, undelivered); one that is being sent ends by itself.
 * @returns how many were cancelled
 */
export async function cancelUnsent(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  documentId: string,
  actor: { readonly kind: 'user' | 'agent'; readonly name: string },
): Promise<number> {
  const at = platform.clock();
  const cancelled = await trx
    .updateTable('deliveries')
    .set({ state: 'cancelled', held_reason: null, ended_at: at.toISOString() })
    .where('firm_id', '=', firmId)
    .where('document_id', '=', documentId)
    .where('state', 'in', ['waiting', 'held', 'undelivered'])
    .returning(['id', 'version_id'])
    .execute();
  for (const { id, version_id } of cancelled) {
    await recordHistory(platform, trx, {
      firmId,
      documentId,
      versionId: version_id,
      deliveryId: id,
      kind: 'cancelled',
      at,
      actor,
    });
  }
  return cancelled.length;
}

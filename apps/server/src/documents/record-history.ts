import type { Transaction } from 'kysely';
import type { HistoryDetails, HistoryKind, Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

export interface HistoryEntry {
  readonly firmId: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly deliveryId?: string;
  readonly kind: HistoryKind;
  readonly at: Date;
  /** Who did it; Navette itself when left out. */
  readonly actor?: { readonly kind: 'user' | 'agent'; readonly name: string };
  readonly details?: HistoryDetails;
}

/** Adds a line to the time line of a version, in the transaction of what it tells. Lines are never changed. */
export async function recordHistory(
  platform: Platform,
  trx: Transaction<Schema>,
  entry: HistoryEntry,
): Promise<void> {
  await trx
    .insertInto('history')
    .values({
      firm_id: entry.firmId,
      id: platform.newId(),
      document_id: entry.documentId,
      version_id: entry.versionId,
      delivery_id: entry.deliveryId ?? null,
      at: entry.at.toISOString(),
      kind: entry.kind,
      actor_kind: entry.actor?.kind ?? 'system',
      actor_name: entry.actor?.name ?? null,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}

import { sql, type Transaction } from 'kysely';
import type { HistoryDetails, HistoryKind, Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

export interface HistoryActor {
  readonly kind: 'user' | 'agent' | 'api';
  readonly name: string;
}

interface HistoryLine {
  readonly kind: HistoryKind;
  readonly at: Date;
  /** Who did it; Navette itself when left out. */
  readonly actor?: HistoryActor;
}

interface HistorySubject {
  readonly documentId: string;
  readonly versionId: string;
  readonly deliveryId?: string;
  readonly details?: HistoryDetails;
}

export interface HistoryEntry extends HistoryLine, HistorySubject {
  readonly firmId: string;
}

/** Adds a line to the time line of a version, in the transaction of what it tells. Lines are never changed. */
export async function recordHistory(
  platform: Platform,
  trx: Transaction<Schema>,
  entry: HistoryEntry,
): Promise<void> {
  await recordHistoryOfEach(platform, trx, entry.firmId, entry, [entry]);
}

/** Adds the same line to many time lines, in one statement. */
export async function recordHistoryOfEach(
  platform: Pick<Platform, 'newId'>,
  trx: Transaction<Schema>,
  firmId: string,
  line: HistoryLine,
  subjects: readonly HistorySubject[],
): Promise<void> {
  if (subjects.length === 0) return;
  const actor = line.actor ?? { kind: 'system' as const, name: null };
  await sql`
    insert into history (firm_id, id, document_id, version_id, delivery_id, at, kind, actor_kind, actor_name, details)
    select ${firmId}::uuid, id, document_id, version_id, delivery_id, ${line.at.toISOString()}::timestamptz, ${line.kind}::text,
           ${actor.kind}::text, ${actor.name}::text, details
    from unnest(
      ${subjects.map(() => platform.newId())}::uuid[],
      ${subjects.map(({ documentId }) => documentId)}::uuid[],
      ${subjects.map(({ versionId }) => versionId)}::uuid[],
      ${subjects.map(({ deliveryId }) => deliveryId ?? null)}::uuid[],
      ${subjects.map(({ details }) => JSON.stringify(details ?? {}))}::jsonb[]
    ) as line (id, document_id, version_id, delivery_id, details)`.execute(trx);
}

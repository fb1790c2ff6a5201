import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type HistoryActor, recordHistoryOfEach } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';

/** Whose deliveries: some documents', one, an application's, a rule's, one client's by his connection, or several clients' by one rule. */
export type UnsentOf =
  | { readonly documentIds: readonly string[] }
  | { readonly deliveryId: string }
  | { readonly installationId: string }
  | { readonly anyClientOfRule: string }
  | { readonly connectionId: string; readonly clientId: string }
  | {
      readonly connectionIds: readonly string[];
      readonly clientIds: readonly string[];
      readonly ruleId?: string;
    };

export interface Cancelled {
  readonly deliveryId: string;
  readonly documentId: string;
  readonly versionId: string;
}

/** What has not left. One that is being sent ends by itself. */
const unsentStates = ['waiting', 'held', 'undelivered'] as const;

/** How many deliveries have not left: waiting, held, undelivered. */
export async function countUnsent(trx: Transaction<Schema>, firmId: string, what: UnsentOf): Promise<number> {
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
 * Cancels deliveries that have not left (waiting, held, undelivered); one that is being sent ends by itself.
 * @param actor who did it; `null` for Navette itself
 * @param endedAt what `ended_at` gets: what is taken out of the bin is known by it
 * @returns those that were cancelled
 */
export async function cancelUnsent(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  what: UnsentOf,
  actor: HistoryActor | null,
  endedAt: Date,
): Promise<Cancelled[]> {
  const cancelled = await trx
    .updateTable('deliveries')
    .set({ state: 'cancelled', held_reason: null, ended_at: endedAt.toISOString() })
    .where('firm_id', '=', firmId)
    .where(isOf(what))
    .where('state', 'in', unsentStates)
    .returning(['id as deliveryId', 'document_id as documentId', 'version_id as versionId'])
    .execute();
  const line = { kind: 'cancelled', at: platform.clock(), ...(actor && { actor }) } as const;
  await recordHistoryOfEach(platform, trx, firmId, line, cancelled);
  return cancelled;
}

function isOf(what: UnsentOf) {
  if ('documentIds' in what) return sql<boolean>`document_id = any(${what.documentIds}::uuid[])`;
  if ('deliveryId' in what) return sql<boolean>`id = ${what.deliveryId}::uuid`;
  if ('installationId' in what) return sql<boolean>`installation_id = ${what.installationId}::uuid`;
  if ('anyClientOfRule' in what) return sql<boolean>`rule_id = ${what.anyClientOfRule}::uuid`;
  if ('connectionIds' in what) {
    const ofRule = what.ruleId === undefined ? sql`true` : sql`rule_id = ${what.ruleId}::uuid`;
    return sql<boolean>`connection_id = any(${what.connectionIds}::uuid[]) and client_id = any(${what.clientIds}::uuid[]) and ${ofRule}`;
  }
  return sql<boolean>`connection_id = ${what.connectionId}::uuid and client_id = ${what.clientId}::uuid`;
}

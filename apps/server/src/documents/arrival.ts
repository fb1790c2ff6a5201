/** A version that comes into a folder: its deliveries, and the receipt by which the ledger counts them. */
import { type FileFamily, localDay, NavetteError, periodAt } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type Arrival, createDeliveries } from '../deliveries/create-deliveries.ts';
import type { Platform } from '../platform.ts';

export interface FirmFacts {
  readonly timeZone: string;
  readonly graceMonths: number;
  readonly maxFileBytes: number;
  readonly acceptedFamilies: readonly FileFamily[];
}

export async function loadFirmFacts(trx: Transaction<Schema>, firmId: string): Promise<FirmFacts> {
  const row = await trx
    .selectFrom('firms')
    .select([
      'time_zone as timeZone',
      'grace_months as graceMonths',
      'max_file_bytes as maxFileBytes',
      'accepted_families as acceptedFamilies',
    ])
    .where('id', '=', firmId)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

/** Records what a new version begins. @returns the lanes that have something to send now */
export async function recordArrival(
  platform: Platform,
  trx: Transaction<Schema>,
  firm: FirmFacts,
  arrival: Arrival,
): Promise<readonly string[]> {
  const period = periodAt(arrival.at, firm.timeZone);
  const created = await createDeliveries(platform, trx, { ...firm, period }, arrival);
  await recordReceipt(platform, trx, firm, {
    ...arrival,
    receivedAt: arrival.at,
    kind: 'received',
    obligations: created.obligations,
  });
  return created.laneIds;
}

interface NewReceipt {
  readonly firmId: string;
  readonly versionId: string;
  readonly clientId: string;
  readonly kind: 'received' | 'moved' | 'backfilled' | 'repeated';
  /** When the version was received: the ledger counts by that day. */
  readonly receivedAt: Date;
  readonly obligations: number;
  readonly at: Date;
}

/** Adds to the left side of the ledger. */
export async function recordReceipt(
  platform: Platform,
  trx: Transaction<Schema>,
  firm: Pick<FirmFacts, 'timeZone'>,
  receipt: NewReceipt,
): Promise<void> {
  await trx
    .insertInto('receipts')
    .values({
      firm_id: receipt.firmId,
      id: platform.newId(),
      version_id: receipt.versionId,
      client_id: receipt.clientId,
      kind: receipt.kind,
      day: localDay(receipt.receivedAt, firm.timeZone),
      obligations: receipt.obligations,
      at: receipt.at.toISOString(),
    })
    .execute();
}

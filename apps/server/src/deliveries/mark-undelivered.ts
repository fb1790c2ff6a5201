import type { DeliveryState, ErrorCode, ErrorParams } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { bringBack } from '../documents/archive.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';
import { partnerOf } from './create-deliveries.ts';
import type { LoadedDelivery } from './load-delivery.ts';

interface Failure {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** What the partner calls it, where it has a word for it. */
  readonly partnerStatus?: string;
}

/**
 * What was thought to be at the partner is not: the delivery becomes *Non transmis*, with its line, and the document comes back from
 * the archive. @param from the states it may be in; in another one nothing changes, so that calling twice is safe
 * @returns whether it changed
 */
export async function markUndelivered(
  platform: Platform,
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
  from: readonly DeliveryState[],
  failure: Failure,
  at: Date,
): Promise<boolean> {
  const params = { partner: partnerOf(platform, delivery.application), ...failure.params };
  const { code, partnerStatus } = failure;
  const result = await trx
    .updateTable('deliveries')
    .set({
      ...{ state: 'undelivered', code, code_params: JSON.stringify(params) },
      ...{ ended_at: at.toISOString(), check_at: null },
      ...(partnerStatus === undefined ? {} : { partner_status: partnerStatus }),
    })
    .where('firm_id', '=', delivery.firmId)
    .where('id', '=', delivery.id)
    .where('state', 'in', from)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  const about = { ...delivery, deliveryId: delivery.id, at };
  await recordHistory(platform, trx, { ...about, kind: 'undelivered', details: { code, ...params } });
  await bringBack(platform, trx, delivery, at);
  return true;
}

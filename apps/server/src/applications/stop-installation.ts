import type { DeliveryError } from '@navette/connector';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { LoadedDelivery } from '../deliveries/load-delivery.ts';
import type { Platform } from '../platform.ts';

/** Why an application is stopped, as its row keeps it: with the partner's own words, for whoever repairs it. */
export function toStopped({ code, params, answer }: DeliveryError) {
  const words = answer.words === undefined ? {} : { words: answer.words };
  return { stopped_code: code, stopped_params: JSON.stringify({ ...words, ...params }) };
}

/**
 * Stops an application whose credentials its partner refuses: its lane closes, what waits is held. It costs no try. Everything
 * leaves when the credentials are renewed.
 */
export async function stopInstallation(
  platform: Platform,
  trx: Transaction<Schema>,
  delivery: Pick<LoadedDelivery, 'firmId' | 'installationId' | 'laneId' | 'credentials'>,
  error: DeliveryError,
  at: Date,
): Promise<void> {
  const stopped = await trx
    .updateTable('installations')
    .set({
      state: 'stopped',
      ...toStopped(error),
      stopped_at: at.toISOString(),
    })
    .where('firm_id', '=', delivery.firmId)
    .where('id', '=', delivery.installationId)
    .where('state', '=', 'active')
    // Refused were the credentials of that moment: others may stand there since.
    .where('credentials', '=', delivery.credentials)
    .executeTakeFirst();
  if (stopped.numUpdatedRows === 0n) return;
  await trx
    .updateTable('lanes')
    .set({ state: 'closed' })
    .where('firm_id', '=', delivery.firmId)
    .where('id', '=', delivery.laneId)
    .execute();
  await trx
    .updateTable('deliveries')
    .set({ state: 'held', held_reason: 'connection' })
    .where('firm_id', '=', delivery.firmId)
    .where('lane_id', '=', delivery.laneId)
    .where('state', '=', 'waiting')
    .execute();
  platform.live.publish(delivery.firmId, 'deliveries');
  platform.live.publish(delivery.firmId, 'applications');
}

/**
 * Releases, in order, what was held for credentials that were refused, now that others work. An application that an administrator
 * paused stays paused, one that was not started stays so. @returns the lanes to wake once the transaction is committed
 */
export async function releaseAfterRenewal(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<readonly string[]> {
  const { state } = await trx
    .updateTable('installations')
    .set((eb) => ({
      state: eb
        .case()
        .when('state', 'in', ['paused', 'preparing'])
        .then(eb.ref('state'))
        .else('active' as const)
        .end(),
      stopped_code: null,
      stopped_params: null,
      stopped_at: null,
    }))
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .returning('state')
    .executeTakeFirstOrThrow();
  const lanes = await trx
    .updateTable('lanes')
    .set({ state: 'open' })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .returning('id')
    .execute();
  // `ready_at` keeps its old value: what came first leaves first.
  await trx
    .updateTable('deliveries')
    .set({
      ...(state === 'paused' ? { held_reason: 'paused' } : { state: 'waiting', held_reason: null }),
      code: null,
      code_params: null,
    })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('state', '=', 'held')
    .where('held_reason', '=', 'connection')
    .execute();
  platform.live.publish(firmId, 'deliveries');
  return lanes.map(({ id }) => id);
}

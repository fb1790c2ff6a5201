import { type DeliveryState, type HeldReason, NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { requireClient } from '../clients/visible-clients.ts';
import type { HistoryKind, Schema } from '../database/schema.ts';
import { archiveWhenDone, bringBack } from '../documents/archive.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

interface Gesture {
  readonly from: DeliveryState;
  /** For `held`: the reasons that a person may lift. The others are lifted by a repair. */
  readonly heldFor?: readonly HeldReason[];
  readonly to: 'waiting' | 'aside';
  readonly line?: HistoryKind;
}

const liftable: readonly HeldReason[] = ['duplicate', 'period', 'guard', 'manual'];

const gestures = {
  /** *Relancer*: an undelivered document leaves again, with all its tries. */
  retry: { from: 'undelivered', to: 'waiting', line: 'relaunched' },
  /** *Envoyer quand même*: what was held for a person to decide leaves. */
  release: { from: 'held', heldFor: liftable, to: 'waiting', line: 'released' },
  /** *Écarter*: it stays here; a possible duplicate then is one, by a person’s word. */
  setAside: { from: 'held', heldFor: liftable, to: 'aside' },
} as const satisfies Record<string, Gesture>;

/**
 * What a person decides of one delivery. @returns the lane to wake once the transaction is committed, or `null`
 * @throws NavetteError `not_found`; `not_retryable` when its state does not allow it, so that a double click sends once
 */
export async function decideDelivery(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  deliveryId: string,
  name: keyof typeof gestures,
): Promise<string | null> {
  const gesture: Gesture = gestures[name];
  const at = platform.clock();
  const row = await trx
    .selectFrom('deliveries')
    .select([
      'client_id',
      'document_id as documentId',
      'version_id as versionId',
      'lane_id',
      'state',
      'held_reason',
    ])
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', deliveryId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  await requireClient(trx, caller, row.client_id);
  if (row.state !== gesture.from || !isLiftable(gesture, row.held_reason))
    throw new NavetteError('not_retryable');
  const about = {
    firmId: caller.firmId,
    documentId: row.documentId,
    versionId: row.versionId,
    deliveryId,
    at,
  };
  const aside = row.held_reason === 'duplicate' ? 'duplicate' : 'cancelled';
  const state = gesture.to === 'waiting' ? 'waiting' : aside;
  await trx
    .updateTable('deliveries')
    .set({
      state,
      held_reason: null,
      ...(state === 'waiting'
        ? {
            ready_at: at.toISOString(),
            tries: 0,
            worker_deaths: 0,
            checks: 0,
            code: null,
            code_params: null,
            ended_at: null,
          }
        : { ended_at: at.toISOString() }),
    })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', deliveryId)
    .execute();
  await recordHistory(platform, trx, {
    ...about,
    kind: gesture.line ?? aside,
    actor: { kind: 'user', name: caller.name },
  });
  if (state === 'waiting') await bringBack(platform, trx, about, at);
  else await archiveWhenDone(platform, trx, about, at);
  platform.live.publish(caller.firmId, 'deliveries');
  return state === 'waiting' ? row.lane_id : null;
}

function isLiftable({ heldFor }: Gesture, reason: HeldReason | null): boolean {
  return heldFor === undefined || (reason !== null && heldFor.includes(reason));
}

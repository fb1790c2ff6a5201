/**
 * Settles `unknown`: the body may have arrived, the answer did not. Where the partner can be asked, it is asked by our delivery
 * id; only after it said "none" several times, over a time longer than any request of ours can last, the document is sent again.
 * Where it cannot be asked, the manifest says: send again with the same id, or let a person decide.
 */
import { acceptedType, DeliveryError, type Manifest, type Receipt } from '@navette/connector';
import type { Transaction } from 'kysely';
import { stopInstallation } from '../applications/stop-installation.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { archiveWhenDone } from '../documents/archive.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';
import type { ClaimedCheck } from './claim-checks.ts';
import { findRequest, isGone, type LoadedDelivery, loadDelivery, openSession } from './load-delivery.ts';

const maxWorkerDeaths = 2;

type Answer =
  | { readonly kind: 'found'; readonly receipt: Receipt }
  | { readonly kind: 'none' }
  | { readonly kind: 'later'; readonly error: DeliveryError }
  | { readonly kind: 'resend' }
  | { readonly kind: 'ask' };

/** Looks one unknown delivery up and settles it as far as the answer allows. */
export async function lookUpDelivery(
  platform: Platform,
  claimed: ClaimedCheck,
  stop: AbortSignal,
): Promise<void> {
  const loaded = await inFirm(platform.database.app, claimed.firmId, async (trx) => {
    const delivery = await loadDelivery(trx, claimed.firmId, claimed.id);
    if (delivery?.state !== 'unknown') return null;
    await closeLostAttempts(platform, trx, delivery);
    const lost = await lastLostAttempt(trx, delivery);
    return { delivery, lostAt: lost, ...(await openSession(platform, trx, delivery)) };
  });
  if (loaded === null) return;
  const { delivery, connector, session, clientKey, lostAt } = loaded;
  const stated = acceptedType(connector.manifest, delivery.documentType)?.afterUnknown ?? 'ask';
  // Nothing is sent again by what was removed since.
  const policy = stated === 'resend' && isGone(delivery) ? 'ask' : stated;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(connector.manifest.requestTimeoutMs)]);
  let answer: Answer;
  if (policy === 'lookup' && session.find) {
    answer = await session.find(findRequest(delivery, clientKey), signal).then(
      (receipt): Answer => (receipt === null ? { kind: 'none' } : { kind: 'found', receipt }),
      (error: unknown): Answer => ({
        kind: 'later',
        error: toDeliveryError(connector.manifest.partner, error),
      }),
    );
  } else {
    answer = { kind: policy === 'resend' ? 'resend' : 'ask' };
  }
  await settleLookUp(platform, delivery, connector.manifest, answer, lostAt);
}

function toDeliveryError(partner: string, error: unknown): DeliveryError {
  return error instanceof DeliveryError
    ? error
    : new DeliveryError('partner_unreachable', { partner }, {}, error);
}

/** An attempt left open by a worker that died: its answer is lost. */
async function closeLostAttempts(
  platform: Platform,
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
): Promise<void> {
  const at = platform.clock();
  const closed = await trx
    .updateTable('attempts')
    .set({ ended_at: at.toISOString(), outcome: 'lost', code: 'outcome_unknown' })
    .where('firm_id', '=', delivery.firmId)
    .where('delivery_id', '=', delivery.id)
    .where('ended_at', 'is', null)
    .returning('number')
    .execute();
  if (closed.length === 0) return;
  await trx
    .updateTable('deliveries')
    .set((eb) => ({ tries: eb('tries', '+', 1), checks: 0 }))
    .where('firm_id', '=', delivery.firmId)
    .where('id', '=', delivery.id)
    .execute();
  const details = { code: 'outcome_unknown', attempt: closed[0]?.number ?? null };
  await recordHistory(platform, trx, { ...delivery, deliveryId: delivery.id, kind: 'unknown', at, details });
}

async function lastLostAttempt(trx: Transaction<Schema>, delivery: LoadedDelivery): Promise<Date> {
  const row = await trx
    .selectFrom('attempts')
    .select('ended_at')
    .where('firm_id', '=', delivery.firmId)
    .where('delivery_id', '=', delivery.id)
    .where('outcome', '=', 'lost')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.ended_at ? new Date(row.ended_at) : new Date(0);
}

async function settleLookUp(
  platform: Platform,
  delivery: LoadedDelivery,
  manifest: {
    readonly partner: string;
    readonly requestTimeoutMs: number;
    readonly confirmation: Manifest['confirmation'];
  },
  answer: Answer,
  lostAt: Date,
): Promise<void> {
  const at = platform.clock();
  const { timings } = platform.settings;
  const partner = manifest.partner;
  const inMs = (ms: number) => new Date(at.getTime() + ms).toISOString();
  const about = { ...delivery, deliveryId: delivery.id, at };
  const nonesEveryMs = timings.nonesOverMs / Math.max(1, timings.nonesBeforeResend - 1);

  let isReady = false;
  await inFirm(platform.database.app, delivery.firmId, async (trx) => {
    const write = (values: Partial<UnknownChange>) => writeUnknown(trx, delivery, values);
    switch (answer.kind) {
      case 'found': {
        const isPolled = manifest.confirmation === 'poll' && answer.receipt.state === 'accepted';
        const state =
          answer.receipt.state === 'duplicate' ? 'duplicate' : isPolled ? 'accepted' : 'delivered';
        const isOurs = await write({
          state,
          code: null,
          code_params: null,
          checks: 0,
          check_at: isPolled ? inMs(timings.confirmDelaysMs[0] ?? 0) : null,
          partner_ref: answer.receipt.partnerRef,
          partner_status: answer.receipt.partnerStatus ?? null,
          booked: answer.receipt.booked ?? false,
          accepted_at: at.toISOString(),
          ended_at: isPolled ? null : at.toISOString(),
        });
        if (!isOurs) return;
        const details = { partner, partnerRef: answer.receipt.partnerRef, found: true };
        await recordHistory(platform, trx, { ...about, kind: state, details });
        await archiveWhenDone(platform, trx, delivery, at);
        return;
      }
      case 'none': {
        // An early "none" proves nothing: the request may still be on its way.
        const counts = at.getTime() - lostAt.getTime() >= manifest.requestTimeoutMs;
        const checks = delivery.checks + (counts ? 1 : 0);
        if (checks < timings.nonesBeforeResend) {
          const waitMs = counts ? nonesEveryMs : Math.min(nonesEveryMs, manifest.requestTimeoutMs);
          await write({ checks, check_at: inMs(waitMs) });
          return;
        }
        if (delivery.workerDeaths >= maxWorkerDeaths) {
          await giveUp('worker_deaths');
          return;
        }
        isReady = await write({ state: 'waiting', ready_at: at.toISOString(), checks: 0, check_at: null });
        if (isReady)
          await recordHistory(platform, trx, {
            ...about,
            kind: 'retry_planned',
            details: { partner, absent: true, retryInMs: 0 },
          });
        return;
      }
      case 'resend':
        isReady = await write({ state: 'waiting', ready_at: at.toISOString(), checks: 0, check_at: null });
        return;
      case 'ask':
        await giveUp('outcome_unverifiable');
        return;
      case 'later': {
        if (answer.error.class === 'connection') {
          // Nobody renews the credentials of an application that was removed.
          if (delivery.installationState === 'removed') return giveUp('outcome_unverifiable');
          await stopInstallation(platform, trx, delivery, answer.error, at);
        }
        await write({ check_at: inMs(timings.retryDelaysMs[0] ?? nonesEveryMs) });
        return;
      }
    }

    async function giveUp(code: 'worker_deaths' | 'outcome_unverifiable'): Promise<void> {
      const params = { partner };
      const isOurs = await write({
        state: 'undelivered',
        code,
        code_params: JSON.stringify(params),
        check_at: null,
        ended_at: at.toISOString(),
      });
      if (isOurs)
        await recordHistory(platform, trx, { ...about, kind: 'undelivered', details: { code, ...params } });
    }
  });
  if (isReady) await platform.wake.lanes(delivery.firmId, [delivery.laneId]);
  platform.live.publish(delivery.firmId, 'deliveries');
}

interface UnknownChange {
  state: 'accepted' | 'delivered' | 'duplicate' | 'waiting' | 'undelivered';
  code: 'worker_deaths' | 'outcome_unverifiable' | null;
  code_params: string | null;
  checks: number;
  check_at: string | null;
  ready_at: string;
  partner_ref: string | null;
  partner_status: string | null;
  booked: boolean;
  accepted_at: string;
  ended_at: string | null;
}

async function writeUnknown(
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
  values: Partial<UnknownChange>,
): Promise<boolean> {
  const result = await trx
    .updateTable('deliveries')
    .set(values)
    .where('firm_id', '=', delivery.firmId)
    .where('id', '=', delivery.id)
    .where('state', '=', 'unknown')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

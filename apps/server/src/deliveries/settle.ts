/**
 * The outcome of an attempt, in one transaction: state, attempt, history, and the archive move when every delivery of the
 * document is at its partner. Fenced by the lease: an answer that comes after the lease was taken away changes nothing.
 */
import type { DeliveryError, Receipt } from '@navette/connector';
import type { DeliveryState, ErrorCode, ErrorParams, HeldReason } from '@navette/model';
import { boundedRetryAfterMs, nextRetryDelayMs } from '@navette/model';
import type { Transaction } from 'kysely';
import { stopInstallation } from '../applications/stop-installation.ts';
import type { AttemptOutcome, HistoryKind, Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { archiveWhenDone } from '../documents/archive.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';
import { partnerOf } from './create-deliveries.ts';
import type { LoadedDelivery } from './load-delivery.ts';
import { pauseLaneUntil } from './pacing.ts';

export type Outcome =
  | { readonly kind: 'received'; readonly receipt: Receipt }
  | { readonly kind: 'failed'; readonly error: DeliveryError };

export type Settlement = Outcome & { readonly lease: string; readonly attempt: number };

/** What a delivery becomes. */
interface Change {
  readonly state: DeliveryState;
  readonly heldReason?: HeldReason;
  readonly readyInMs?: number;
  readonly checkInMs?: number;
  readonly code?: ErrorCode;
  readonly params?: ErrorParams;
  readonly costsTry: boolean;
  readonly ended: boolean;
  readonly line: HistoryKind;
  readonly outcome: AttemptOutcome;
}

/** Settles one attempt. Calling twice is safe: the second finds another lease and does nothing. */
export async function settleDelivery(
  platform: Platform,
  delivery: LoadedDelivery,
  settlement: Settlement,
): Promise<void> {
  const at = platform.clock();
  const change =
    settlement.kind === 'received'
      ? planReceived(platform, delivery, settlement.receipt)
      : planFailed(platform, delivery, settlement.error);
  const isSettled = await inFirm(platform.database.app, delivery.firmId, async (trx) => {
    const updated = await writeChange(trx, delivery, settlement, change, at);
    if (!updated) return false;
    await closeAttempt(trx, delivery, settlement, change.outcome, at);
    await recordHistory(platform, trx, {
      ...delivery,
      deliveryId: delivery.id,
      kind: change.line,
      at,
      details: describe(platform, delivery, settlement, change),
    });
    if (settlement.kind === 'failed' && change.heldReason === 'connection') {
      await stopInstallation(platform, trx, delivery, settlement.error, at);
    }
    if (change.state === 'accepted' || change.state === 'delivered' || change.state === 'duplicate') {
      await archiveWhenDone(platform, trx, delivery, at);
    }
    return true;
  });
  if (!isSettled) return;
  await pauseLane(platform, delivery, settlement);
  if (change.state === 'waiting') {
    await platform.wake.lanes(
      delivery.firmId,
      [delivery.laneId],
      new Date(at.getTime() + (change.readyInMs ?? 0)),
    );
  }
  platform.live.publish(delivery.firmId, 'deliveries');
}

function planReceived(platform: Platform, delivery: LoadedDelivery, receipt: Receipt): Change {
  const common = {
    costsTry: true,
    outcome: receipt.state === 'duplicate' ? 'duplicate' : 'accepted',
  } as const;
  if (receipt.state === 'duplicate') return { ...common, state: 'duplicate', ended: true, line: 'duplicate' };
  const checkInMs = firstCheckInMs(platform, delivery.application);
  if (receipt.state === 'confirmed' || checkInMs === null)
    return { ...common, state: 'delivered', ended: true, line: 'delivered' };
  return { ...common, state: 'accepted', ended: false, line: 'accepted', checkInMs };
}

/** When an accepted document is looked at again: at its partner, or for nothing having come back. `null`: never, it is the last word. */
function firstCheckInMs({ connectors, settings }: Platform, application: string): number | null {
  const { confirmation = 'none', silenceMs = 0 } = connectors.get(application)?.manifest ?? {};
  if (confirmation === 'silence') return silenceMs;
  return confirmation === 'poll' ? (settings.timings.confirmDelaysMs[0] ?? 0) : null;
}

function planFailed(platform: Platform, delivery: LoadedDelivery, error: DeliveryError): Change {
  const { code, params } = error;
  switch (error.class) {
    case 'temporary': {
      const delayMs = nextRetryDelayMs(
        delivery.tries + 1,
        platform.random(),
        platform.settings.timings.retryDelaysMs,
      );
      if (delayMs !== null) {
        const waitMs = Math.max(
          delayMs,
          error.answer.retryAfterMs === undefined ? 0 : boundedRetryAfterMs(error.answer.retryAfterMs),
        );
        return {
          state: 'waiting',
          readyInMs: waitMs,
          code,
          params,
          costsTry: true,
          ended: false,
          line: 'retry_planned',
          outcome: 'failed',
        };
      }
      const partner = partnerOf(platform, delivery.application);
      // Nobody answered the last one.
      const words = code === 'partner_unreachable' ? undefined : error.answer.words;
      return {
        code: 'tries_exhausted',
        params: { partner, tries: delivery.tries + 1, ...(words !== undefined && { words }) },
        state: 'undelivered',
        costsTry: true,
        ended: true,
        line: 'undelivered',
        outcome: 'failed',
      };
    }
    case 'limited': {
      const readyInMs = boundedRetryAfterMs(error.answer.retryAfterMs ?? 0);
      return {
        state: 'waiting',
        readyInMs,
        code,
        params,
        costsTry: false,
        ended: false,
        line: 'retry_planned',
        outcome: 'failed',
      };
    }
    case 'connection':
      return {
        state: 'held',
        heldReason: 'connection',
        code,
        params,
        costsTry: false,
        ended: false,
        line: 'held',
        outcome: 'failed',
      };
    case 'unknown':
      return {
        state: 'unknown',
        code,
        params,
        checkInMs: 0,
        costsTry: true,
        ended: false,
        line: 'unknown',
        outcome: 'lost',
      };
    case 'mapping':
    case 'document':
      return {
        state: 'undelivered',
        code,
        params,
        costsTry: true,
        ended: true,
        line: 'undelivered',
        outcome: 'refused',
      };
  }
}

async function writeChange(
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
  settlement: Settlement,
  change: Change,
  at: Date,
): Promise<boolean> {
  const inMs = (ms: number) => new Date(at.getTime() + ms).toISOString();
  const receipt = settlement.kind === 'received' ? settlement.receipt : null;
  const isReceived =
    change.state === 'accepted' || change.state === 'delivered' || change.state === 'duplicate';
  const result = await trx
    .updateTable('deliveries')
    .set((eb) => ({
      state: change.state,
      held_reason: change.heldReason ?? null,
      lease: null,
      lease_until: null,
      tries: change.costsTry ? eb('tries', '+', 1) : eb.ref('tries'),
      checks: 0,
      check_at: change.checkInMs === undefined ? null : inMs(change.checkInMs),
      code: change.code ?? null,
      code_params: change.params === undefined ? null : JSON.stringify(change.params),
      ...(change.readyInMs === undefined ? {} : { ready_at: inMs(change.readyInMs) }),
      ...(receipt === null
        ? {}
        : {
            partner_ref: receipt.partnerRef,
            partner_status: receipt.partnerStatus ?? null,
            booked: receipt.booked ?? false,
          }),
      ...(isReceived ? { accepted_at: at.toISOString() } : {}),
      ended_at: change.ended ? at.toISOString() : null,
    }))
    .where('firm_id', '=', delivery.firmId)
    .where('id', '=', delivery.id)
    .where('lease', '=', settlement.lease)
    .where('state', '=', 'sending')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

async function closeAttempt(
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
  settlement: Settlement,
  outcome: AttemptOutcome,
  at: Date,
): Promise<void> {
  const answer = settlement.kind === 'received' ? settlement.receipt : settlement.error.answer;
  await trx
    .updateTable('attempts')
    .set({
      ended_at: at.toISOString(),
      outcome,
      code: settlement.kind === 'failed' ? settlement.error.code : null,
      http_status: answer.httpStatus ?? null,
      request_id: answer.requestId ?? null,
      partner_ref: settlement.kind === 'received' ? settlement.receipt.partnerRef : null,
      partner_words: settlement.kind === 'failed' ? (settlement.error.answer.words ?? null) : null,
    })
    .where('firm_id', '=', delivery.firmId)
    .where('delivery_id', '=', delivery.id)
    .where('number', '=', settlement.attempt)
    .execute();
}

function describe(platform: Platform, delivery: LoadedDelivery, settlement: Settlement, change: Change) {
  const partner = partnerOf(platform, delivery.application);
  if (settlement.kind === 'received') {
    const { partnerRef, partnerStatus } = settlement.receipt;
    return { partner, partnerRef, partnerStatus: partnerStatus ?? null };
  }
  return {
    partner,
    code: change.code ?? settlement.error.code,
    ...change.params,
    attempt: settlement.attempt,
    ...(change.readyInMs === undefined ? {} : { retryInMs: change.readyInMs }),
    ...(change.heldReason === undefined ? {} : { reason: change.heldReason }),
  };
}

/** A partner that asks to slow down means the credential, not the document: the whole lane waits. */
async function pauseLane(
  platform: Platform,
  delivery: LoadedDelivery,
  settlement: Settlement,
): Promise<void> {
  if (settlement.kind !== 'failed' || settlement.error.class !== 'limited') return;
  const waitMs = boundedRetryAfterMs(settlement.error.answer.retryAfterMs ?? 0);
  const at = new Date(platform.clock().getTime() + waitMs);
  await pauseLaneUntil(platform.database.queue, delivery.firmId, delivery.laneId, at);
}

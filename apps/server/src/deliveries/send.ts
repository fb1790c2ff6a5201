/**
 * One delivery, from its claim to its outcome: guards, the attempt committed before the partner is called, the connector, the
 * outcome settled. It never throws for what a partner does.
 */
import { DeliveryError, type Receipt, type Session } from '@navette/connector';
import type { HeldReason } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { cancelUnsent } from './cancel-unsent.ts';
import type { Claimed } from './claim.ts';
import { extendLease } from './leases.ts';
import { leaveWhatIsGone } from './leave-what-is-gone.ts';
import {
  documentToSend,
  findRequest,
  isGone,
  type LoadedDelivery,
  loadDelivery,
  openSession,
} from './load-delivery.ts';
import { type Outcome, settleDelivery } from './settle.ts';

interface OpenAttempt {
  readonly delivery: LoadedDelivery;
  readonly number: number;
  readonly session: Session;
  readonly clientKey: string;
  readonly partner: string;
  readonly timeoutMs: number;
}

/** Slowest upload that is still waited for. */
const minBytesPerSecond = 50_000;

/** Sends a claimed delivery. `stop` hands it back when the process ends before the partner was called. */
export async function sendDelivery(platform: Platform, claimed: Claimed, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return handBack(platform, claimed, null);
  const attempt = await openAttempt(platform, claimed);
  if (attempt === null) return;
  const outcome = await callPartner(platform, claimed, attempt);
  await settleDelivery(platform, attempt.delivery, {
    lease: claimed.lease,
    attempt: attempt.number,
    ...outcome,
  });
}

async function openAttempt(platform: Platform, claimed: Claimed): Promise<OpenAttempt | null> {
  const opened = await inFirm(platform.database.app, claimed.firmId, async (trx) => {
    const delivery = await loadDelivery(trx, claimed.firmId, claimed.id);
    if (delivery?.lease !== claimed.lease) return null;
    if (delivery.binnedAt !== null) {
      await cancelBinned(platform, trx, claimed, delivery, new Date(delivery.binnedAt));
      return null;
    }
    if (isGone(delivery)) {
      await release(trx, claimed, null);
      await leaveWhatIsGone(platform, trx, delivery);
      return null;
    }
    const held = heldBy(delivery);
    if (held !== null) return held;
    const { connector, session, clientKey } = await openSession(platform, trx, delivery);
    const number = await insertAttempt(platform, trx, claimed);
    const { partner, requestTimeoutMs } = connector.manifest;
    const timeoutMs = requestTimeoutMs + Math.ceil((delivery.sizeBytes / minBytesPerSecond) * 1000);
    return { delivery, number, session, clientKey, partner, timeoutMs };
  });
  if (typeof opened !== 'string') return opened;
  await handBack(platform, claimed, opened);
  return null;
}

/**
 * A delivery that was under way when its document went to the bin, and that is to be tried again: the bin cancels it as it does
 * what had not left, so that taking the document out begins it anew.
 */
async function cancelBinned(
  platform: Platform,
  trx: Transaction<Schema>,
  claimed: Claimed,
  { documentId }: LoadedDelivery,
  binnedAt: Date,
): Promise<void> {
  await release(trx, claimed, null);
  await cancelUnsent(platform, trx, claimed.firmId, { documentIds: [documentId] }, null, binnedAt);
}

/** The state of the application or of the connection may have changed since the delivery was queued. */
function heldBy(delivery: LoadedDelivery): HeldReason | null {
  if (delivery.installationState === 'paused') return 'paused';
  if (delivery.installationState !== 'active') return 'connection';
  if (delivery.connectionState === 'stopped') return 'no_connection';
  return null;
}

async function insertAttempt(
  platform: Platform,
  trx: Transaction<Schema>,
  claimed: Claimed,
): Promise<number> {
  const { number } = await trx
    .insertInto('attempts')
    .values((eb) => ({
      firm_id: claimed.firmId,
      delivery_id: claimed.id,
      number: eb
        .selectFrom('attempts')
        .where('firm_id', '=', claimed.firmId)
        .where('delivery_id', '=', claimed.id)
        .select((each) =>
          each(each.fn.coalesce(each.fn.max('number'), each.lit(0)), '+', each.lit(1)).as('next'),
        ),
      lease: claimed.lease,
      started_at: platform.clock().toISOString(),
    }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

async function callPartner(platform: Platform, claimed: Claimed, attempt: OpenAttempt): Promise<Outcome> {
  const { delivery, session, clientKey, partner } = attempt;
  const controller = new AbortController();
  const deadline = AbortSignal.timeout(attempt.timeoutMs);
  using _heartbeat = keepLease(platform, claimed, controller);
  const signal = AbortSignal.any([controller.signal, deadline]);
  const document = documentToSend(platform, delivery);
  if (!(await platform.blobs.has(delivery.firmId, delivery.sha256, delivery.sizeBytes))) {
    return { kind: 'failed', error: new DeliveryError('bytes_missing', {}) };
  }
  try {
    const receipt: Receipt = await session.deliver({ ...findRequest(delivery, clientKey), document }, signal);
    return { kind: 'received', receipt };
  } catch (error) {
    if (error instanceof DeliveryError) return { kind: 'failed', error };
    if (signal.aborted)
      return { kind: 'failed', error: new DeliveryError('outcome_unknown', { partner }, {}, error) };
    platform.log.error('A connector threw something that is not in the catalogue', {
      application: delivery.application,
      error,
    });
    const words = error instanceof Error ? error.name : 'inconnu';
    return { kind: 'failed', error: new DeliveryError('unclassified', { partner, words }, {}, error) };
  }
}

/** Extends the lease while the partner is called; a worker whose heartbeat is late, or whose lease was taken, aborts its sockets. */
function keepLease(platform: Platform, claimed: Claimed, controller: AbortController): Disposable {
  const { heartbeatMs, leaseMs } = platform.settings.timings;
  let extendedAt = performance.now();
  const beat = async () => {
    const isOurs = await extendLease(platform.database.queue, claimed.id, claimed.lease, leaseMs).catch(
      () => null,
    );
    if (isOurs) extendedAt = performance.now();
    const isLate = performance.now() - extendedAt > 2 * heartbeatMs;
    if (isOurs === false || isLate) controller.abort(new Error('The lease of this delivery was lost'));
  };
  const timer = setInterval(() => void beat(), heartbeatMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Gives a claimed delivery back untouched, or held. The partner was not called; it costs no try. */
async function handBack(platform: Platform, claimed: Claimed, held: HeldReason | null): Promise<void> {
  await inFirm(platform.database.app, claimed.firmId, async (trx) => {
    const isPaused = held === 'paused' && (await isStillPaused(trx, claimed));
    await release(trx, claimed, held === 'paused' && !isPaused ? null : held);
  });
}

/** Whoever resumes an application meanwhile waits for this, or is seen here: nothing stays held by a pause that ended. */
async function isStillPaused(trx: Transaction<Schema>, { firmId, id }: Claimed): Promise<boolean> {
  const row = await trx
    .selectFrom('installations')
    .innerJoin('deliveries', (join) =>
      join
        .onRef('deliveries.firm_id', '=', 'installations.firm_id')
        .onRef('deliveries.installation_id', '=', 'installations.id'),
    )
    .select('installations.state')
    .where('deliveries.firm_id', '=', firmId)
    .where('deliveries.id', '=', id)
    .forShare('installations')
    .executeTakeFirst();
  return row?.state === 'paused';
}

async function release(trx: Transaction<Schema>, claimed: Claimed, held: HeldReason | null): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ state: held === null ? 'waiting' : 'held', held_reason: held, lease: null, lease_until: null })
    .where('firm_id', '=', claimed.firmId)
    .where('id', '=', claimed.id)
    .where('lease', '=', claimed.lease)
    .execute();
}

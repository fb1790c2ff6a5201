/**
 * Asks partners what became of accepted documents: booked, found to be duplicates later, or set aside. Where they say nothing when
 * all is well, the time in which they could have complained is over.
 */
import { DeliveryError, type Tracking } from '@navette/connector';
import type { Transaction } from 'kysely';
import { stopInstallation } from '../applications/stop-installation.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { Platform } from '../platform.ts';
import type { ClaimedCheck } from './claim-checks.ts';
import { partnerOf } from './create-deliveries.ts';
import { type LoadedDelivery, loadDelivery, openSession } from './load-delivery.ts';
import { markUndelivered } from './mark-undelivered.ts';

/** `silent`: nothing came back. */
type Answer = Tracking | { readonly state: 'silent' };

/**
 * Confirms accepted deliveries; those of one client at one application are asked about in one call. Partners are asked side by side,
 * so that none waits for a slow one, nor for one that cannot be asked at all.
 */
export async function confirmDeliveries(
  platform: Platform,
  claimed: readonly ClaimedCheck[],
  stop: AbortSignal,
): Promise<void> {
  const byFirm = Map.groupBy(claimed, ({ firmId }) => firmId);
  await Promise.all([...byFirm].map(([firmId, ofFirm]) => confirmOfFirm(platform, firmId, ofFirm, stop)));
}

async function confirmOfFirm(
  platform: Platform,
  firmId: string,
  claimed: readonly ClaimedCheck[],
  stop: AbortSignal,
): Promise<void> {
  const loaded = await inFirm(platform.database.app, firmId, async (trx) => {
    const deliveries: LoadedDelivery[] = [];
    for (const { id } of claimed) {
      const delivery = await loadDelivery(trx, firmId, id);
      if (delivery?.state === 'accepted') deliveries.push(delivery);
    }
    return deliveries;
  });
  for (const delivery of loaded.filter((each) => isSilent(platform, each)))
    await settleConfirmation(platform, delivery, { state: 'silent' });
  const polled = loaded.filter((each) => !isSilent(platform, each) && each.partnerRef !== null);
  const groups = Map.groupBy(polled, (delivery) => `${delivery.installationId}/${delivery.clientKey}`);
  await Promise.all([...groups.values()].map((group) => confirmGroup(platform, group, stop)));
}

function isSilent({ connectors }: Platform, { application }: LoadedDelivery): boolean {
  return connectors.get(application)?.manifest.confirmation === 'silence';
}

async function confirmGroup(
  platform: Platform,
  group: readonly LoadedDelivery[],
  stop: AbortSignal,
): Promise<void> {
  const [first] = group;
  if (!first) return;
  const refs = group.flatMap(({ partnerRef }) => (partnerRef === null ? [] : [partnerRef]));
  try {
    const { connector, session, clientKey } = await inFirm(platform.database.app, first.firmId, (trx) =>
      openSession(platform, trx, first),
    );
    if (!session.track) return;
    const signal = AbortSignal.any([stop, AbortSignal.timeout(connector.manifest.requestTimeoutMs)]);
    const answers = await session.track(clientKey, refs, signal);
    for (const delivery of group) {
      await settleConfirmation(platform, delivery, answers.get(delivery.partnerRef ?? '') ?? null);
    }
  } catch (error) {
    if (stop.aborted) return;
    if (error instanceof DeliveryError && error.class === 'connection') {
      await inFirm(platform.database.app, first.firmId, (trx) =>
        stopInstallation(platform, trx, first, error, platform.clock()),
      );
    }
    platform.log.warn('Asking what became of documents failed', { application: first.application, error });
    if (
      error instanceof DeliveryError &&
      error.class === 'connection' &&
      first.installationState === 'removed'
    )
      return stopAsking(platform, first.firmId, group);
    for (const delivery of group) await settleConfirmation(platform, delivery, null);
  }
}

/** Nobody renews the credentials of an application that was removed: what its partner has received stays so. */
async function stopAsking(
  platform: Platform,
  firmId: string,
  group: readonly LoadedDelivery[],
): Promise<void> {
  await inFirm(platform.database.app, firmId, async (trx) => {
    for (const delivery of group) await writeAccepted(trx, delivery, { check_at: null });
  });
}

async function settleConfirmation(
  platform: Platform,
  delivery: LoadedDelivery,
  tracking: Answer | null,
): Promise<void> {
  const at = platform.clock();
  const isChanged = await inFirm(platform.database.app, delivery.firmId, (trx) =>
    writeConfirmation(platform, trx, delivery, tracking, at),
  );
  if (isChanged) platform.live.publish(delivery.firmId, 'deliveries');
}

async function writeConfirmation(
  platform: Platform,
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
  tracking: Answer | null,
  at: Date,
): Promise<boolean> {
  const partner = partnerOf(platform, delivery.application);
  const about = { ...delivery, deliveryId: delivery.id, at };
  const ended = { ended_at: at.toISOString(), check_at: null };
  switch (tracking?.state) {
    case undefined:
    case 'accepted': {
      const { confirmDelaysMs } = platform.settings.timings;
      const delayMs = confirmDelaysMs[Math.min(delivery.checks + 1, confirmDelaysMs.length - 1)] ?? 0;
      const check_at = new Date(at.getTime() + delayMs).toISOString();
      const status = tracking === null ? {} : { partner_status: tracking.partnerStatus };
      await writeAccepted(trx, delivery, { check_at, checks: delivery.checks + 1, ...status });
      return false;
    }
    case 'confirmed': {
      const change = {
        state: 'delivered',
        booked: tracking.booked,
        partner_status: tracking.partnerStatus,
        ...ended,
      } as const;
      if (!(await writeAccepted(trx, delivery, change))) return false;
      const details = { partner, partnerRef: delivery.partnerRef, partnerStatus: tracking.partnerStatus };
      await recordHistory(platform, trx, { ...about, kind: 'delivered', details });
      return true;
    }
    case 'silent': {
      if (!(await writeAccepted(trx, delivery, { state: 'delivered', ...ended }))) return false;
      await recordHistory(platform, trx, { ...about, kind: 'delivered', details: { partner, silent: true } });
      return true;
    }
    case 'duplicate': {
      const change = { state: 'duplicate', partner_status: tracking.partnerStatus, ...ended } as const;
      if (!(await writeAccepted(trx, delivery, change))) return false;
      await recordHistory(platform, trx, { ...about, kind: 'duplicate', details: { partner, later: true } });
      return true;
    }
    case 'rejected': {
      const { words, partnerStatus } = tracking;
      const failure = { code: 'rejected_later', params: { words }, partnerStatus } as const;
      return markUndelivered(platform, trx, delivery, ['accepted'], failure, at);
    }
  }
}

interface AcceptedChange {
  state?: 'delivered' | 'duplicate';
  partner_status?: string;
  booked?: boolean;
  checks?: number;
  check_at: string | null;
  ended_at?: string;
}

async function writeAccepted(
  trx: Transaction<Schema>,
  delivery: LoadedDelivery,
  change: AcceptedChange,
): Promise<boolean> {
  const result = await trx
    .updateTable('deliveries')
    .set(change)
    .where('firm_id', '=', delivery.firmId)
    .where('id', '=', delivery.id)
    .where('state', '=', 'accepted')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

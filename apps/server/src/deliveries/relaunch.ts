import { type DeliveryState, type HeldReason, NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { HistoryKind, Schema } from '../database/schema.ts';
import { archiveWhenDone, bringBack } from '../documents/archive.ts';
import { lockTrees } from '../documents/folders.ts';
import { recordHistory } from '../documents/record-history.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

interface Gesture {
  /** As the audit log names it. */
  readonly action: string;
  readonly from: DeliveryState;
  /** For `held`: the reasons that a person may lift. The others are lifted by a repair. */
  readonly heldFor?: readonly HeldReason[];
  readonly to: 'waiting' | 'aside';
  readonly line?: HistoryKind;
}

const liftable: readonly HeldReason[] = ['duplicate', 'period', 'guard', 'manual'];

const gestures = {
  /** *Relancer*: an undelivered document leaves again, with all its tries. */
  retry: { action: 'delivery.retried', from: 'undelivered', to: 'waiting', line: 'relaunched' },
  /** *Envoyer quand même*: what was held for a person to decide leaves. */
  release: { action: 'delivery.released', from: 'held', heldFor: liftable, to: 'waiting', line: 'released' },
  /** *Écarter*: it stays here; a possible duplicate then is one, by a person’s word. */
  setAside: { action: 'delivery.set_aside', from: 'held', heldFor: liftable, to: 'aside' },
} as const satisfies Record<string, Gesture>;

/**
 * What a person decides of one delivery. @returns the lane to wake once the transaction is committed, or `null`
 * @throws NavetteError `not_found`; `not_retryable` when its state does not allow it, so that a double click sends once;
 * `application_removed`, `client_disconnected` for what would leave by what is there no more
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
  // Before the delivery's row, in the order of who puts a folder in the bin: the document may change its folder below.
  await lockTrees(trx, caller.firmId, 'grow');
  const row = await trx
    .selectFrom('deliveries')
    .select((eb) => [
      eb
        .selectFrom('versions')
        .select('name')
        .whereRef('versions.firm_id', '=', 'deliveries.firm_id')
        .whereRef('versions.id', '=', 'deliveries.version_id')
        .as('name'),
      'client_id',
      'installation_id',
      'code',
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
  if (gesture.to === 'waiting') await requireWay(trx, caller.firmId, row.installation_id, row.client_id);
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
    actor: { kind: caller.apiKey === null ? 'user' : 'api', name: caller.name },
  });
  await recordAudit(platform, trx, caller, {
    action: gesture.action,
    subjectKind: 'delivery',
    subjectId: deliveryId,
    subjectName: row.name,
    details: {
      documentId: row.documentId,
      clientId: row.client_id,
      installationId: row.installation_id,
      was: row.held_reason ?? row.code,
    },
  });
  if (state === 'waiting') await bringBack(platform, trx, about, at);
  else await archiveWhenDone(platform, trx, about, at);
  platform.live.publish(caller.firmId, 'deliveries');
  return state === 'waiting' ? row.lane_id : null;
}

/** One that was connected anew since goes by its new connection. */
async function requireWay(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
  clientId: string,
): Promise<void> {
  const installation = await trx
    .selectFrom('installations')
    .select((eb) => [
      'state',
      eb
        .exists(
          eb
            .selectFrom('connections')
            .select('connections.id')
            .where('connections.firm_id', '=', firmId)
            .where('connections.installation_id', '=', installationId)
            .where('connections.client_id', '=', clientId)
            .where('connections.state', '<>', 'disconnected'),
        )
        .as('isConnected'),
    ])
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .executeTakeFirstOrThrow();
  if (installation.state === 'removed') throw new NavetteError('application_removed');
  if (!installation.isConnected) throw new NavetteError('client_disconnected');
}

function isLiftable({ heldFor }: Gesture, reason: HeldReason | null): boolean {
  return heldFor === undefined || (reason !== null && heldFor.includes(reason));
}

import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { countUnsent } from '../deliveries/cancel-unsent.ts';
import { cancelForGood } from '../deliveries/leave-what-is-gone.ts';
import { credentialsPlace } from '../deliveries/sessions.ts';
import { lockTrees } from '../documents/folders.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getInstallation } from './installations.ts';

/**
 * Takes an application away from a firm, with its rules and its connections. What has not left is cancelled, what is being sent
 * ends, what its partner has is still followed. Its secrets are forgotten at once, unless something is still with the partner.
 * @returns how many deliveries were cancelled
 * @throws NavetteError `not_found`; `removal_cancels_deliveries` with their number, unless confirmed
 */
export async function removeInstallation(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
  isConfirmed: boolean,
): Promise<number> {
  const { firmId } = caller;
  // Before the application's row, in the order of who moves documents: they share its row when it is paused.
  await lockTrees(trx, firmId, 'grow');
  const { name, application } = await getInstallation(platform, trx, caller, id);
  const count = await countUnsent(trx, firmId, { installationId: id });
  if (count > 0 && !isConfirmed) throw new NavetteError('removal_cancels_deliveries', { count });
  const removed = await trx
    .updateTable('installations')
    .set({ state: 'removed', ...notStopped, ...notPaused })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (removed.numUpdatedRows === 0n) throw new NavetteError('not_found');
  const at = platform.clock().toISOString();
  await trx
    .updateTable('rules')
    .set({ removed_at: at })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', id)
    .where('removed_at', 'is', null)
    .execute();
  await trx
    .updateTable('connections')
    .set({ state: 'disconnected' })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', id)
    .execute();
  // Open, so that what its partner has is still asked about; nothing waits in it any more.
  await trx
    .updateTable('lanes')
    .set({ state: 'open' })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', id)
    .execute();
  const actor = { kind: 'user', name: caller.name } as const;
  const cancelled = await cancelForGood(platform, trx, firmId, { installationId: id }, actor);
  await forgetSecrets(platform, trx, firmId, id);
  // What it was compared with is of no use to the history.
  for (const table of ['dossiers', 'mapping_choices'] as const)
    await trx.deleteFrom(table).where('firm_id', '=', firmId).where('installation_id', '=', id).execute();
  await recordAudit(platform, trx, caller, {
    action: 'installation.removed',
    subjectKind: 'installation',
    subjectId: id,
    subjectName: name,
    details: { application, cancelled },
  });
  return cancelled;
}

const notStopped = { stopped_code: null, stopped_params: null, stopped_at: null };
const notPaused = { paused_at: null, paused_by: null };

async function forgetSecrets(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
): Promise<void> {
  const underWay = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', id)
    .where('state', 'in', ['sending', 'unknown', 'accepted'])
    .limit(1)
    .executeTakeFirst();
  if (underWay) return;
  const nothing = await platform.keys.sealForFirm(trx, firmId, credentialsPlace(id), '{}');
  await trx
    .updateTable('installations')
    .set({ credentials: nothing })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  await trx
    .updateTable('connections')
    .set({ client_key_sealed: null })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', id)
    .execute();
}

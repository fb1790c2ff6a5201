import type { Installation } from '@navette/api';
import { NavetteError } from '@navette/model';
import { getInstallation } from '../applications/installations.ts';
import { removeInstallation } from '../applications/remove-installation.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import { lockTrees } from '../documents/folders.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { lockSetup } from './load-setup.ts';
import { isComplete } from './setup-steps.ts';

/**
 * Ends a wizard. An application that was being prepared is started: what arrives from now on leaves; one that runs already goes on.
 * @throws NavetteError `not_found`, `setup_ended`, `setup_step_closed` while something that it needs is missing
 */
export async function finishSetup(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
): Promise<{ installation: Installation; startedAt: string }> {
  const { firmId } = caller;
  const { steps, installationId, connected, rules } = await lockSetup(platform, trx, caller, id);
  if (installationId === null || !isComplete(steps)) throw new NavetteError('setup_step_closed');
  const at = platform.clock().toISOString();
  const started = await trx
    .updateTable('installations')
    .set({ state: 'active', started_at: at })
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .where('state', '=', 'preparing')
    .executeTakeFirst();
  await trx
    .updateTable('setups')
    .set({ ended_at: at, changed_at: at })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  const installation = await getInstallation(platform, trx, caller, installationId);
  if (started.numUpdatedRows > 0n)
    await recordAudit(platform, trx, caller, {
      action: 'installation.started',
      subjectKind: 'installation',
      subjectId: installationId,
      subjectName: installation.name,
      details: { application: installation.application, clients: connected, rules },
    });
  return { installation, startedAt: installation.startedAt ?? at };
}

/**
 * Gives a wizard up: the choice is forgotten, and the application too when it was being prepared. @throws NavetteError `not_found`,
 * `setup_ended`
 */
export async function leaveSetup(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
): Promise<void> {
  const { firmId } = caller;
  // Before the wizard's row, in the order in which applications are removed.
  await lockTrees(trx, firmId, 'grow');
  const { installationId, installationState, name, application } = await lockSetup(platform, trx, caller, id);
  await trx.deleteFrom('setups').where('firm_id', '=', firmId).where('id', '=', id).execute();
  if (installationId !== null && installationState === 'preparing')
    await removeInstallation(platform, trx, caller, installationId, true);
  await recordAudit(platform, trx, caller, {
    ...{ action: 'installation.setup_left', subjectKind: 'setup', subjectId: id, subjectName: name },
    details: { application },
  });
}

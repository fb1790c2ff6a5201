import type { Setup } from '@navette/api';
import { NavetteError } from '@navette/model';
import { addInstallation, type TriedInstallation, tryInstallation } from '../applications/installations.ts';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getSetup, lockSetup } from './load-setup.ts';
import type { SetupStep } from './setup-steps.ts';

/**
 * Goes to a step, which is kept for whoever comes back. An application that asks for no values is added on leaving the first one.
 * @throws NavetteError `not_found`, `setup_ended`, `setup_step_closed`; `credentials_refused` or `partner_unavailable` when the
 * application that asks for nothing cannot be reached
 */
export async function goToStep(
  platform: Platform,
  caller: FirmCaller,
  id: string,
  step: SetupStep,
): Promise<Setup> {
  const { app } = platform.database;
  const present = await inFirm(app, caller.firmId, (trx) => getSetup(platform, trx, caller, id));
  const { application, installationId } = present;
  const target = present.steps.find((each) => each.step === step);
  // Steps that need the application come after those that add it, except where nothing is asked.
  const isToAdd = installationId === null && target?.isOpen === true && step === 'mapping';
  const tried = isToAdd
    ? await tryInstallation(platform, caller.firmId, { application, credentials: {} })
    : null;
  return inFirm(app, caller.firmId, async (trx) => {
    const setup = await lockSetup(platform, trx, caller, id);
    if (setup.steps.find((each) => each.step === step)?.isOpen !== true)
      throw new NavetteError('setup_step_closed');
    if (tried !== null && setup.installationId === null) await addPrepared(platform, trx, caller, id, tried);
    await keepStep(platform, trx, caller, id, step);
    return getSetup(platform, trx, caller, id);
  });
}

/** Adds the application that a wizard is for, not started yet. The wizard must be locked. */
export async function addPrepared(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
  tried: TriedInstallation,
): Promise<void> {
  const installation = await addInstallation(platform, trx, caller, tried, 'preparing');
  await trx
    .updateTable('setups')
    .set({ installation_id: installation.id })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', id)
    .execute();
}

/** Keeps where one is. */
async function keepStep(
  platform: Platform,
  trx: FirmTransaction,
  { firmId }: FirmCaller,
  id: string,
  step: SetupStep,
): Promise<void> {
  await trx
    .updateTable('setups')
    .set({ step, changed_at: platform.clock().toISOString() })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
}

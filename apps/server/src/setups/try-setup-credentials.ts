import type { Setup } from '@navette/api';
import { NavetteError } from '@navette/model';
import { renewCredentials, tryInstallation } from '../applications/installations.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { addPrepared } from './go-to-step.ts';
import { getSetup, lockSetup } from './load-setup.ts';

interface GivenCredentials {
  readonly name?: string | undefined;
  readonly credentials: Readonly<Record<string, string | null>>;
}

/**
 * Tries an application's values at its partner. The first that work add the application, `preparing`; later ones renew them, and
 * what was held for the old ones leaves. @throws NavetteError `not_found`, `setup_ended`, `setup_step_closed` while no client is
 * chosen, `invalid_request`, `name_template_invalid`, `credentials_refused`, `partner_unavailable`: then nothing changes
 */
export async function trySetupCredentials(
  platform: Platform,
  caller: FirmCaller,
  id: string,
  given: GivenCredentials,
): Promise<Setup> {
  const { app } = platform.database;
  const present = await inFirm(app, caller.firmId, async (trx) => {
    const setup = await lockSetup(platform, trx, caller, id);
    if (setup.steps.find(({ step }) => step === 'credentials')?.isOpen !== true)
      throw new NavetteError('setup_step_closed');
    return setup;
  });
  if (present.installationId === null) {
    const isAdded = await addTried(platform, caller, present, given);
    if (!isAdded) return trySetupCredentials(platform, caller, id, given);
  } else await renewCredentials(platform, caller, present.installationId, given.credentials);
  return inFirm(app, caller.firmId, (trx) => getSetup(platform, trx, caller, id));
}

/** @returns `false` when somebody else added the application meanwhile: what was given then renews its values */
async function addTried(
  platform: Platform,
  caller: FirmCaller,
  { id, application }: Setup,
  { name, credentials }: GivenCredentials,
): Promise<boolean> {
  const typed = Object.entries(credentials).filter((entry): entry is [string, string] => entry[1] !== null);
  const tried = await tryInstallation(platform, caller.firmId, {
    ...{ application, name },
    credentials: Object.fromEntries(typed),
  });
  return inFirm(platform.database.app, caller.firmId, async (trx) => {
    const setup = await lockSetup(platform, trx, caller, id);
    if (setup.installationId !== null) return false;
    await addPrepared(platform, trx, caller, id, tried);
    return true;
  });
}

import { DeliveryError } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { openInstallation } from '../applications/open-installation.ts';
import { inFirm } from '../database/tenancy.ts';
import { reasonOfTry } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import { checkClientKey } from './check-client-key.ts';
import { waitTurn } from './wait-turn.ts';

/**
 * Asks the partner for a key of a bulk job, at the partner's pace, where it can be asked and lists nothing to compare with.
 * @returns what the partner calls it; `undefined` where it is not asked
 * @throws NavetteError `not_found`, `client_key_refused` with the partner's reason in words, `partner_unavailable`
 */
export async function checkKeyOfItem(
  platform: Platform,
  firmId: string,
  installationId: string,
  key: string,
  signal: AbortSignal,
): Promise<{ label: string | null } | undefined> {
  const opened = await inFirm(platform.database.app, firmId, (trx) =>
    openInstallation(platform, trx, firmId, installationId),
  );
  const { manifest, session } = opened;
  if (manifest.listsDossiers || !session.checkClientKey) return undefined;
  await waitTurn(`${firmId}/${installationId}`, manifest.rate, signal);
  const label = await checkClientKey(platform, opened, key, signal).catch(tellReason);
  return { label };
}

/** With what the partner answered, which a job keeps in words. */
function tellReason(error: unknown): never {
  if (!(error instanceof NavetteError) || !(error.cause instanceof DeliveryError)) throw error;
  const { fr, en } = reasonOfTry(error.cause.code, error.cause.params);
  throw new NavetteError(error.code, { ...error.params, detail: fr, detailEn: en }, error.cause);
}

import type { Dossier, Session } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { askPatiently } from './ask-patiently.ts';
import { openInstallation } from './open-installation.ts';
import { refuseForPartner, toDeliveryError } from './refuse-for-partner.ts';

const listTimeoutMs = 60_000;

/**
 * Every dossier of the partner, asked now. @throws NavetteError `not_found`, for an application that lists none too;
 * `credentials_refused`, `partner_unavailable`
 */
export async function fetchDossiers(
  platform: Platform,
  firmId: string,
  installationId: string,
): Promise<Dossier[]> {
  const { manifest, session } = await inFirm(platform.database.app, firmId, (trx) =>
    openInstallation(platform, trx, firmId, installationId),
  );
  if (!session.listDossiers) throw new NavetteError('not_found');
  const signal = AbortSignal.timeout(listTimeoutMs);
  try {
    return await askPatiently(() => listAll(session, signal), signal);
  } catch (error) {
    const reason = toDeliveryError(platform.log, manifest, error);
    throw refuseForPartner('credentials_refused', manifest, reason);
  }
}

async function listAll(session: Session, signal: AbortSignal): Promise<Dossier[]> {
  const dossiers: Dossier[] = [];
  for await (const page of session.listDossiers?.(signal) ?? []) dossiers.push(...page);
  return dossiers;
}

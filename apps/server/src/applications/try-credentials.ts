import type { Connector } from '@navette/connector';
import type { Platform } from '../platform.ts';
import { askPatiently } from './ask-patiently.ts';
import type { Values } from './credentials.ts';
import { refuseForPartner, toDeliveryError } from './refuse-for-partner.ts';

export const tryTimeoutMs = 30_000;

export interface TriedCredentials {
  /** Who was reached. */
  readonly identity: string;
  /** Those that were tried, and what the partner's server taught of itself. */
  readonly credentials: Values;
}

/** Tries credentials at the partner, for real. @throws NavetteError `credentials_refused`, `partner_unavailable` */
export async function tryCredentials(
  platform: Platform,
  firmId: string,
  { manifest }: Connector,
  credentials: Values,
): Promise<TriedCredentials> {
  const session = platform.sessions.forTrial(firmId, manifest.id, credentials);
  try {
    const signal = AbortSignal.timeout(tryTimeoutMs);
    const { identity, learned = {} } = await askPatiently(() => session.check(signal), signal);
    const names = manifest.fields.filter((field) => field.learned && !credentials[field.name]);
    const kept = names.flatMap(({ name }) => (learned[name] ? [[name, learned[name]]] : []));
    return { identity, credentials: { ...credentials, ...Object.fromEntries(kept) } };
  } catch (error) {
    const reason = toDeliveryError(platform.log, manifest, error);
    throw refuseForPartner('credentials_refused', manifest, reason);
  } finally {
    await session.close();
  }
}

import type { Connector, DeliveryError } from '@navette/connector';
import type { Platform } from '../platform.ts';
import { askPatiently } from './ask-patiently.ts';
import type { Values } from './credentials.ts';
import { refuseForPartner, toDeliveryError } from './refuse-for-partner.ts';

export const tryTimeoutMs = 30_000;
const mailTimeoutMs = 8_000;

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
  connector: Connector,
  credentials: Values,
): Promise<TriedCredentials> {
  try {
    return await ask(platform, firmId, connector, credentials, tryTimeoutMs);
  } catch (error) {
    const reason = toDeliveryError(platform.log, connector.manifest, error);
    throw refuseForPartner('credentials_refused', connector.manifest, reason, credentials);
  }
}

/** What trying an application taught before it is added. */
export interface TriedBeforehand {
  /** `null` for one by e-mail whose mail server did not answer as it should. */
  readonly identity: string | null;
  readonly credentials: Values;
  /** Why nothing would leave; `null` when something would, or when that may pass. */
  readonly refusal: DeliveryError | null;
}

/**
 * Tries what an application is added with. Nothing that its form holds can be wrong with one by e-mail, and nobody waits long for its
 * mail server, which is set elsewhere. @throws NavetteError as `tryCredentials`, for what is not by e-mail
 */
export async function tryBeforehand(
  platform: Platform,
  firmId: string,
  connector: Connector,
  credentials: Values,
): Promise<TriedBeforehand> {
  if (connector.manifest.reach !== 'mail')
    return { ...(await tryCredentials(platform, firmId, connector, credentials)), refusal: null };
  try {
    return { ...(await ask(platform, firmId, connector, credentials, mailTimeoutMs)), refusal: null };
  } catch (error) {
    const reason = toDeliveryError(platform.log, connector.manifest, error);
    return { identity: null, credentials, refusal: reason.class === 'connection' ? reason : null };
  }
}

async function ask(
  platform: Platform,
  firmId: string,
  { manifest }: Connector,
  credentials: Values,
  timeoutMs: number,
): Promise<TriedCredentials> {
  const session = platform.sessions.forTrial(firmId, manifest.id, credentials);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { identity, learned = {} } = await askPatiently(() => session.check(signal), signal);
    const names = manifest.fields.filter((field) => field.learned && !credentials[field.name]);
    const kept = names.flatMap(({ name }) => (learned[name] ? [[name, learned[name]]] : []));
    return { identity, credentials: { ...credentials, ...Object.fromEntries(kept) } };
  } finally {
    await session.close();
  }
}

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

/**
 * Tries credentials at the partner, for real. @param gone fires when whoever waits for the answer went away: nothing is kept then
 * @throws NavetteError `credentials_refused`, `partner_unavailable`; what `gone` was aborted with
 */
export async function tryCredentials(
  platform: Platform,
  firmId: string,
  connector: Connector,
  credentials: Values,
  gone?: AbortSignal,
): Promise<TriedCredentials> {
  try {
    return await ask(platform, firmId, connector, credentials, { timeoutMs: tryTimeoutMs, gone });
  } catch (error) {
    gone?.throwIfAborted();
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
  gone?: AbortSignal,
): Promise<TriedBeforehand> {
  if (connector.manifest.reach !== 'mail')
    return { ...(await tryCredentials(platform, firmId, connector, credentials, gone)), refusal: null };
  try {
    const tried = await ask(platform, firmId, connector, credentials, { timeoutMs: mailTimeoutMs, gone });
    return { ...tried, refusal: null };
  } catch (error) {
    gone?.throwIfAborted();
    const reason = toDeliveryError(platform.log, connector.manifest, error);
    return { identity: null, credentials, refusal: reason.class === 'connection' ? reason : null };
  }
}

async function ask(
  platform: Platform,
  firmId: string,
  { manifest }: Connector,
  credentials: Values,
  { timeoutMs, gone }: { readonly timeoutMs: number; readonly gone: AbortSignal | undefined },
): Promise<TriedCredentials> {
  const session = platform.sessions.forTrial(firmId, manifest.id, credentials);
  try {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = gone === undefined ? deadline : AbortSignal.any([gone, deadline]);
    const { identity, learned = {} } = await askPatiently(() => session.check(signal), signal);
    // It may have answered before it was told.
    gone?.throwIfAborted();
    const names = manifest.fields.filter((field) => field.learned && !credentials[field.name]);
    const kept = names.flatMap(({ name }) => (learned[name] ? [[name, learned[name]]] : []));
    return { identity, credentials: { ...credentials, ...Object.fromEntries(kept) } };
  } finally {
    await session.close();
  }
}

import { askPatiently } from '../applications/ask-patiently.ts';
import type { OpenInstallation } from '../applications/open-installation.ts';
import { refuseForPartner, toDeliveryError } from '../applications/refuse-for-partner.ts';
import { tryTimeoutMs } from '../applications/try-credentials.ts';
import type { Platform } from '../platform.ts';

/**
 * Asks the partner whether a client's key leads somewhere that takes documents, where the application can tell.
 * @param givenUp when whoever asked gives up
 * @returns what the partner calls it; `null` when it has no name of it, or cannot be asked
 * @throws NavetteError `client_key_refused`, `partner_unavailable`
 */
export async function checkClientKey(
  platform: Platform,
  { manifest, session }: OpenInstallation,
  key: string,
  givenUp?: AbortSignal,
): Promise<string | null> {
  if (!session.checkClientKey) return null;
  try {
    const deadline = AbortSignal.timeout(tryTimeoutMs);
    const signal = givenUp === undefined ? deadline : AbortSignal.any([deadline, givenUp]);
    const asked = await askPatiently(async () => session.checkClientKey?.(key, signal), signal);
    const label = asked?.label ?? null;
    return label;
  } catch (error) {
    givenUp?.throwIfAborted();
    const reason = toDeliveryError(platform.log, manifest, error);
    throw refuseForPartner('client_key_refused', manifest, reason);
  }
}

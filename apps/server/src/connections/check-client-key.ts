import { askPatiently } from '../applications/ask-patiently.ts';
import type { OpenInstallation } from '../applications/open-installation.ts';
import { refuseForPartner, toDeliveryError } from '../applications/refuse-for-partner.ts';
import { tryTimeoutMs } from '../applications/try-credentials.ts';
import type { Platform } from '../platform.ts';

/**
 * Asks the partner whether a client's key leads somewhere that takes documents, where the application can tell.
 * @returns what the partner calls it; `null` when it has no name of it, or cannot be asked
 * @throws NavetteError `client_key_refused`, `partner_unavailable`
 */
export async function checkClientKey(
  platform: Platform,
  { manifest, session }: OpenInstallation,
  key: string,
): Promise<string | null> {
  if (!session.checkClientKey) return null;
  try {
    const signal = AbortSignal.timeout(tryTimeoutMs);
    const asked = await askPatiently(async () => session.checkClientKey?.(key, signal), signal);
    const label = asked?.label ?? null;
    return label;
  } catch (error) {
    const reason = toDeliveryError(platform.log, manifest, error);
    throw refuseForPartner('client_key_refused', manifest, reason);
  }
}

import { DeliveryError } from '@navette/connector';
import { manifest } from './manifest.ts';

/** What is sent blindly may be lost for good: when Cegid Loop cannot be asked, nothing is sent, and it is tried again. */
export function asUnverified(error: unknown, key: string): unknown {
  if (!(error instanceof DeliveryError) || error.class !== 'temporary') return error;
  const { partner } = manifest;
  return new DeliveryError('dossier_unverified', { partner, key }, error.answer, error);
}

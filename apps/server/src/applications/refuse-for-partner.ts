import { DeliveryError, type Manifest } from '@navette/connector';
import { NavetteError, triedSentence } from '@navette/model';
import type { Log } from '../log.ts';
import type { Values } from './credentials.ts';

/**
 * A partner's failure as the answer of the route that asked it. A partner that is down or busy has not refused anything:
 * `partner_unavailable`. Else the code given; the failure itself is its cause, from which `http/problem.ts` tells the reason.
 * @param tried the values of the form that the partner was shown
 */
export function refuseForPartner(
  code: 'credentials_refused' | 'client_key_refused',
  manifest: Manifest,
  reason: DeliveryError,
  tried: Values = {},
): NavetteError {
  const { partner } = manifest;
  const isPassing = ['temporary', 'limited', 'unknown'].includes(reason.class);
  if (isPassing) {
    const detail = triedSentence(reason.code, 'fr', reason.params);
    const detailEn = triedSentence(reason.code, 'en', reason.params);
    return new NavetteError('partner_unavailable', { partner, detail, detailEn }, reason);
  }
  const field = code === 'client_key_refused' ? 'clientKey' : fieldOf(manifest, reason, tried);
  const about = field === null ? {} : { field };
  return new NavetteError(code, { partner, ...about }, reason);
}

/** What a connector threw, as a failure of the catalogue. What is not one is a mistake of ours: it is logged. */
export function toDeliveryError(log: Log, manifest: Manifest, error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const { id: application, partner } = manifest;
  log.error('A connector threw something that is not in the catalogue', { application, error });
  return new DeliveryError('partner_unreachable', { partner }, {}, error);
}

const aboutFolder: readonly string[] = [
  'destination_missing',
  'destination_forbidden',
  'folder_not_declared',
];

/** Which value of the form a refusal is about, where that is certain: `credentials.hostKey`. */
function fieldOf({ fields }: Manifest, { code, params }: DeliveryError, tried: Values): string | null {
  // The partner said which.
  const told = fields.find(({ name }) => name === params.field);
  if (told) return `credentials.${told.name}`;
  const named = fields.filter(({ name, learned, normalise, secret }) => {
    if (code === 'host_key_changed') return learned === true;
    if (code === 'address_refused' || code === 'address_gone')
      return normalise === 'address' || normalise === 'host';
    // Whoever refuses an account refuses its secret: which, is certain when one was given alone.
    if (code === 'credentials_rejected') return secret && (tried[name] ?? '') !== '';
    return aboutFolder.includes(code) && name === 'folder';
  });
  const [only] = named;
  return only !== undefined && named.length === 1 ? `credentials.${only.name}` : null;
}

import { PartnerRefusal } from '../partner.ts';

/** 400 with a message, in French as the partner's users read it. */
export function badRequest(message: string): PartnerRefusal {
  return new PartnerRefusal(400, { Message: message });
}

/** The same empty 403 for a bad token, an expired one and a dossier one may not enter: it tells nothing apart. */
export function forbidden(): PartnerRefusal {
  return new PartnerRefusal(403);
}

export function notFound(): PartnerRefusal {
  return new PartnerRefusal(404, { Message: 'Ressource introuvable.' });
}

export function tooManyRequests(retryAfterS: number | null): PartnerRefusal {
  return new PartnerRefusal(429, null, retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) });
}

/** An error of the sign-in, in the form OAuth 2 gives it (RFC 6749 §5.2). */
export function oauthError(
  error: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'invalid_scope' | 'unsupported_grant_type',
  description?: string,
): PartnerRefusal {
  return new PartnerRefusal(400, description ? { error, error_description: description } : { error });
}

/** @returns the number in an address. Throws 404 for anything else. */
export function readId(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

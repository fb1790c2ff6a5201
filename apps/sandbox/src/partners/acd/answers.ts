import { PartnerRefusal } from '../partner.ts';

/** What i-Suite understands and refuses: a 200, with sentences and no code that tells one from another. */
export function businessError(...sentences: readonly string[]): PartnerRefusal {
  return new PartnerRefusal(200, { codeRetour: 0, listeErreurs: sentences });
}

/** The same for a UUID that has ended, one that was never given, a missing one and a wrong CNX. */
export function uuidExpired(): PartnerRefusal {
  return new PartnerRefusal(401);
}

/** What cannot be read at all: a broken form, another content type. */
export function technicalError(): PartnerRefusal {
  return new PartnerRefusal(400);
}

export function notFound(): PartnerRefusal {
  return new PartnerRefusal(404);
}

export function tooManyRequests(retryAfterS: number | null): PartnerRefusal {
  return new PartnerRefusal(429, null, retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) });
}

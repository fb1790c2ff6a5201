import { PartnerRefusal } from '../partner.ts';

/** A refusal with a sentence. The facts give a code for three errors only: the others have none. */
export function refusal(status: number, message: string): PartnerRefusal {
  return new PartnerRefusal(status, { message });
}

/** What a key that was revoked, or never existed, is answered. The code decides: the status is that of many other errors. */
export function keyNotFound(): PartnerRefusal {
  return new PartnerRefusal(404, { code: 'ERR-API-TOKEN-NOT-FOUND', message: 'Clé d’API introuvable.' });
}

/** 429, for too many requests or too many at once. */
export function tooMany(
  code: 'ERR-TOO-MANY-REQUEST' | 'ERR-TOO-MANY-CONCURRENT-REQUESTS',
  retryAfterS: number | null,
): PartnerRefusal {
  const headers = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) };
  return new PartnerRefusal(429, { code, message: 'Trop de requêtes.' }, headers);
}

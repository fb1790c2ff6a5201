import { PartnerRefusal } from '../partner.ts';
import type { ErrorForm } from './seed.ts';

/** One thing that i-Suite refuses: a code, and what it says of it. */
export interface BusinessProblem {
  readonly erreur: string;
  readonly description: string;
}

/** What i-Suite understands and refuses: a 200, whose errors are objects with a code, or sentences when that was ordered. */
export function businessError(form: ErrorForm, ...problems: readonly BusinessProblem[]): PartnerRefusal {
  if (form === 'sentences') {
    const sentences = problems.map(({ description }) => description);
    return new PartnerRefusal(200, { codeRetour: 0, listeErreurs: sentences });
  }
  return new PartnerRefusal(200, { codeRetour: 0, description: 'KO', listeErreurs: problems });
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

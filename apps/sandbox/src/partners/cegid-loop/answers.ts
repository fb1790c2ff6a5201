import { PartnerRefusal } from '../partner.ts';

/** The form of the gateway in front of Cegid's public interfaces. */
export function refusal(statusCode: number, message: string, headers: Record<string, string> = {}) {
  return new PartnerRefusal(statusCode, { statusCode, message }, headers);
}

export function unauthorized(): PartnerRefusal {
  return refusal(401, 'Access denied due to missing or invalid API key.');
}

export function tooManyRequests(retryAfterS: number | null): PartnerRefusal {
  return refusal(
    429,
    'Rate limit is exceeded.',
    retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) },
  );
}

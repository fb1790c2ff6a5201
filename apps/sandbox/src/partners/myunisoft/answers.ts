import { PartnerRefusal } from '../partner.ts';

/** The status of each code that is answered here. */
const statuses = {
  // MyUnisoft's own table of codes gives these.
  DOCUMENT2: 400,
  DOCUMENT4: 400,
  DOCUMENT6: 400,
  DROIT1: 403,
  GBL10: 400,
  SOCIETE10: 400,
  SOCIETE11: 400,
  SOCIETE12: 400,
  SOCIETE16: 400,
  SOCIETE17: 400,
  // So does its page on limits; the page on errors writes the last of them without its final S.
  'ERR-TOO-MANY-REQUEST': 429,
  'ERR-TOO-MANY-CONCURRENT-REQUESTS': 429,
  'ERR-TOO-MANY-CONCURRENT-REQUEST': 429,
  // Nobody gives these: the code decides. Those about keys have the statuses of many other errors.
  'ERR-HTTP': 400,
  'ERR-SECRET-HEADER-NOT-SET': 401,
  'ERR-INVALID-SECRET': 401,
  'ERR-INVALID-AUTH-HEADER': 401,
  'ERR-INVALID-API-JWT': 401,
  'ERR-API-TOKEN-NOT-FOUND': 404,
  'ERR-FOLDER-NOT-FOUND': 404,
  'ERR-FORBIDDEN-ROUTE': 403,
  'ERR-FORBIDDEN-ACCESS': 403,
  'ERR-THIRD-PARTY-DISCONNECTED': 403,
  'ERR-API-UNDER-MAINTENANCE': 503,
} as const;

export type ErrorCode = keyof typeof statuses;

/** `{error: {code, message, details}}`, always one error. What the gateway itself refuses has details: `addDetails`. */
export function refusal(
  code: ErrorCode,
  message: string,
  { status = statuses[code], headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): PartnerRefusal {
  return new PartnerRefusal(status, { error: { code, message, details: '' } }, headers);
}

/** What a key that was revoked, or never existed, is answered. */
export function keyNotFound(): PartnerRefusal {
  return refusal('ERR-API-TOKEN-NOT-FOUND', 'Clé d’API introuvable, révoquée ou expirée.');
}

export function invalidParameter(problem: string): PartnerRefusal {
  return refusal('GBL10', `Paramètre manquant ou invalide\u00a0: ${problem}`);
}

/** A company that does not exist or that the key does not reach: nothing tells them apart. */
export function societyOutOfReach(): PartnerRefusal {
  return refusal('DROIT1', 'Cette clé ne donne pas accès à cette société.');
}

/** 429, for too many requests or too many at once. */
export function tooMany(
  code: 'ERR-TOO-MANY-REQUEST' | 'ERR-TOO-MANY-CONCURRENT-REQUESTS' | 'ERR-TOO-MANY-CONCURRENT-REQUEST',
  retryAfterS: number | null,
): PartnerRefusal {
  const headers: Record<string, string> = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) };
  return refusal(code, 'Trop de requêtes.', { headers });
}

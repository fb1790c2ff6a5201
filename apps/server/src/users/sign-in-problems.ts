import { type ErrorCode, NavetteError } from '@navette/model';
import { z } from 'zod';

/** The library's codes that somebody can meet through our routes. */
const codes: Readonly<Record<string, ErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong_credentials',
  INVALID_EMAIL: 'wrong_credentials',
  INVALID_PASSWORD: 'wrong_password',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'wrong_password',
  INVALID_TOKEN: 'reset_link_used',
  INVALID_CODE: 'wrong_second_factor',
  INVALID_BACKUP_CODE: 'wrong_second_factor',
  INVALID_TWO_FACTOR_COOKIE: 'sign_in_restarts',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'sign_in_restarts',
  ACCOUNT_TEMPORARILY_LOCKED: 'second_factor_locked',
  TOTP_ALREADY_ENABLED: 'second_factor_exists',
  TOTP_NOT_ENABLED: 'second_factor_missing',
  TWO_FACTOR_NOT_ENABLED: 'second_factor_missing',
  BACKUP_CODES_NOT_ENABLED: 'second_factor_missing',
};

const shape = z.object({ code: z.string() });

/** What the library refused, in the words of our catalogue. @param body its answer's, which may hold a code */
export function libraryProblem(status: number, body: unknown): NavetteError {
  const parsed = shape.safeParse(body);
  const libraryCode = parsed.success ? parsed.data.code : `status ${status}`;
  const cause = new Error(`The sign-in library answered ${status}, ${libraryCode}`);
  const known = codes[libraryCode];
  if (known !== undefined) return new NavetteError(known, {}, cause);
  if (status === 429) return new NavetteError('too_many_requests', {}, cause);
  if (status === 401) return new NavetteError('not_signed_in', {}, cause);
  if (status === 403) return new NavetteError('not_allowed', {}, cause);
  if (status < 500) return new NavetteError('invalid_request', { detail: libraryCode }, cause);
  return new NavetteError('unavailable', {}, cause);
}

/**
 * Checks a second factor where the library's own steps of signing in do not reach: pairing a computer, switching the factor off.
 * It reads and counts in the library's table, so that one limit holds over all of them.
 */
import { createHash } from 'node:crypto';
import { createOTP } from '@better-auth/utils/otp';
import { NavetteError } from '@navette/model';
import { type SecretConfig, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { secondFactorLimit, totp } from './sign-in-library.ts';

interface FactorRow {
  readonly id: string;
  readonly secret: string;
  readonly backupCodes: string;
}

const codeList = z.array(z.string());

/**
 * Codes as people type them: `123 456`, `7K3F9M2QXT` → `123456`, `7k3f9-m2qxt`. Anything else is left, and will be wrong.
 */
export function normaliseCode(typed: string): string {
  const code = typed.replace(/[^0-9a-z]/gi, '').toLowerCase();
  return code.length === 10 ? `${code.slice(0, 5)}-${code.slice(5)}` : code;
}

/** How long a code of the application is taken: its own 30 s, and those before and after. */
const codeSeconds = 90;

function keyOf(userId: string, code: string): string {
  return `code:${createHash('sha256').update(`${userId} ${code}`).digest('base64url')}`;
}

/**
 * Takes a right code, for one use, as RFC 6238 §5.2 wants: who looks over a shoulder must not use it after its owner.
 * @returns whether nobody did before
 */
export async function takeCode(pool: Pool, userId: string, code: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into auth.verification (id, identifier, value, "expiresAt")
     values ($1, $1, '', now() + make_interval(secs => $2::int))
     on conflict (id) do update set "expiresAt" = excluded."expiresAt" where auth.verification."expiresAt" < now()`,
    [keyOf(userId, code), codeSeconds],
  );
  return rowCount === 1;
}

export async function isCodeTaken(pool: Pool, userId: string, code: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from auth.verification where id = $1 and "expiresAt" >= now()',
    [keyOf(userId, code)],
  );
  return rowCount === 1;
}

/** @throws NavetteError `wrong_second_factor`, `second_factor_locked`, `second_factor_missing` */
export async function checkSecondFactor(
  pool: Pool,
  key: string | SecretConfig,
  userId: string,
  typed: string,
): Promise<void> {
  const factor = await countAttempt(pool, userId);
  const code = normaliseCode(typed);
  const isRight =
    code.length === totp.digits &&
    (await isCodeOfNow(key, factor, code)) &&
    (await takeCode(pool, userId, code));
  if (!isRight && !(await useRecoveryCode(pool, key, factor, code)))
    throw new NavetteError('wrong_second_factor');
  await pool.query(
    `update auth."twoFactor" set "failedVerificationCount" = 0, "lockedUntil" = null where id = $1`,
    [factor.id],
  );
}

/** Counted as failed before it is looked at, so that a thousand guesses at once are no more than the limit. */
async function countAttempt(pool: Pool, userId: string): Promise<FactorRow> {
  const { rows } = await pool.query<FactorRow>(
    `with attempt as (
       select id, case when "lockedUntil" is null then coalesce("failedVerificationCount", 0) else 0 end + 1 as number
       from auth."twoFactor"
       where "userId" = $1 and verified and ("lockedUntil" is null or "lockedUntil" <= now())
       for update
     )
     update auth."twoFactor" f
     set "failedVerificationCount" = attempt.number,
         "lockedUntil" = case when attempt.number >= $2::int then now() + make_interval(secs => $3::int) end
     from attempt where f.id = attempt.id
     returning f.id, f.secret, f."backupCodes"`,
    [userId, secondFactorLimit.failures, secondFactorLimit.lockSeconds],
  );
  const factor = rows[0];
  if (factor) return factor;
  const { rowCount } = await pool.query('select from auth."twoFactor" where "userId" = $1 and verified', [
    userId,
  ]);
  throw new NavetteError(rowCount === 0 ? 'second_factor_missing' : 'second_factor_locked');
}

async function isCodeOfNow(key: string | SecretConfig, factor: FactorRow, code: string): Promise<boolean> {
  const secret = await symmetricDecrypt({ key, data: factor.secret });
  return createOTP(secret, { digits: totp.digits, period: totp.period }).verify(code);
}

/** Takes the code out of the list, unless another request was quicker. */
async function useRecoveryCode(
  pool: Pool,
  key: string | SecretConfig,
  factor: FactorRow,
  code: string,
): Promise<boolean> {
  const codes = codeList.parse(JSON.parse(await symmetricDecrypt({ key, data: factor.backupCodes })));
  if (!codes.includes(code)) return false;
  const left = JSON.stringify(codes.filter((each) => each !== code));
  const { rowCount } = await pool.query(
    'update auth."twoFactor" set "backupCodes" = $3 where id = $1 and "backupCodes" = $2',
    [factor.id, factor.backupCodes, await symmetricEncrypt({ key, data: left })],
  );
  return rowCount === 1;
}

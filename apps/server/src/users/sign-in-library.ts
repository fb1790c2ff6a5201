/** better-auth as we use it: passwords, sessions and second factors, on the schema `auth`. */
import { randomInt } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { twoFactor } from 'better-auth/plugins';
import { PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { Person } from './person.ts';

export interface LibraryOptions {
  readonly pool: Pool;
  readonly secret: string;
  /** `https://navette.example.fr`; decides the cookie's `Secure`. */
  readonly baseUrl: string;
  readonly newId: () => string;
  readonly log: Log;
}

const passwordLength = { min: 10, max: 200 } as const;
/** Failed codes in a row, over all attempts to sign in, after which an account takes none for a while. */
export const secondFactorLimit = { failures: 10, lockSeconds: 900 } as const;
export const totp = { digits: 6, period: 30 } as const;
/** Under which name the library looks for the token of a link. */
export const resetPrefix = 'reset-password:';
/** Under which name values are kept to be taken once. */
export const oncePrefix = 'once:';

const day = 86_400;
const hour = 3_600;
const sessionDays = 14;
const trustDays = 30;
const challengeSeconds = 600;

/** Attempts per address; a whole firm may be behind one, so accounts have limits of their own. */
const attemptLimits = {
  '/sign-in/email': { window: 60, max: 20 },
  '/change-password': { window: 60, max: 20 },
  '/reset-password': { window: 60, max: 20 },
  '/two-factor/*': { window: 60, max: 60 },
};

export function createLibrary({ pool, secret, baseUrl, newId, log }: LibraryOptions) {
  return betterAuth({
    appName: 'Navette',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    // The page's own origin, whatever name people reach the server by.
    trustedOrigins: (request) => {
      const host = request?.headers.get('host');
      return host ? [`http://${host}`, `https://${host}`] : [];
    },
    database: { dialect: new PostgresDialect({ pool }), type: 'postgres', schemaName: 'auth' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLength.min,
      maxPasswordLength: passwordLength.max,
      revokeSessionsOnPasswordReset: true,
    },
    user: { additionalFields: { language: { type: 'string', required: false, input: false } } },
    session: {
      expiresIn: sessionDays * day,
      // How exact "last used" is.
      updateAge: hour,
      additionalFields: { onlyFirmId: { type: 'string', required: false, input: false } },
    },
    // Who reads the database cannot use the links that are on their way.
    verification: {
      storeIdentifier: { default: 'plain', overrides: { [resetPrefix]: 'hashed', [oncePrefix]: 'hashed' } },
    },
    plugins: [
      twoFactor({
        issuer: 'Navette',
        trustDeviceMaxAge: trustDays * day,
        twoFactorCookieMaxAge: challengeSeconds,
        totpOptions: { ...totp },
        accountLockout: {
          maxFailedAttempts: secondFactorLimit.failures,
          durationSeconds: secondFactorLimit.lockSeconds,
        },
        backupCodeOptions: { storeBackupCodes: 'encrypted', customBackupCodesGenerate: newRecoveryCodes },
      }),
      sessionOpener,
    ],
    rateLimit: { enabled: true, storage: 'database', window: 60, max: 300, customRules: attemptLimits },
    advanced: {
      cookiePrefix: 'navette',
      // Tests too: the library would spare them the check.
      disableOriginCheck: false,
      useSecureCookies: baseUrl.startsWith('https://'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      // The tables are frozen in our migrations, and a test compares them with the library's.
      database: { generateId: newId, validateSchema: false },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...facts) => log.error('Sign-in failed', { message, facts }),
    },
  });
}

export function toPerson(user: {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}): Person {
  return { userId: user.id, name: user.name, email: user.email };
}

/** Opens a session for somebody who proved elsewhere who he is. Never reachable over HTTP. */
const sessionOpener = {
  id: 'navette-session',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ userId: z.string(), onlyFirmId: z.string() }) },
      async (ctx) => {
        const { userId, onlyFirmId } = ctx.body;
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(userId);
        if (!user) throw new TypeError('A session is opened for an account that exists');
        const session = await internalAdapter.createSession(userId, false, { onlyFirmId });
        await setSessionCookie(ctx, { session, user });
        return ctx.json({ sessionId: session.id });
      },
    ),
  },
};

const recoveryCodes = 10;
/** Letters and digits that are not mistaken for one another, as people type them. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

/** Ten codes like `7k3f9-m2qxt`: about 49 bits each. */
function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: recoveryCodes }, () => `${group()}-${group()}`);
}

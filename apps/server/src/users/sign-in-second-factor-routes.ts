/** The second factor: giving a code when signing in, setting it up, switching it off. */
import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import type { Person } from './person.ts';
import { auditSignIn } from './sign-in-audit.ts';
import { orderNotice } from './sign-in-mails.ts';
import { askLibrary, giveCookies, libraryHeaders, ownSession, withoutSession } from './sign-in-request.ts';
import { isCodeTaken, normaliseCode, takeCode } from './sign-in-second-factor.ts';

const entered = z.object({
  token: z.string(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
});
const begun = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const renewed = z.object({ backupCodes: z.array(z.string()) });

/** How a code was given, by the library's path. */
const ways = {
  '/two-factor/verify-totp': 'code',
  '/two-factor/verify-backup-code': 'recovery_code',
} as const;

export function registerSecondFactorRoutes(app: FastifyInstance, platform: Platform): void {
  const { signIn, clock } = platform;
  const pool = platform.database.auth;
  const passwordLimit = createAttemptLimit({ attempts: 10, windowMs: 60_000, clock });

  for (const [route, path] of [
    [routes.giveCode, '/two-factor/verify-totp'],
    [routes.giveRecoveryCode, '/two-factor/verify-backup-code'],
  ] as const)
    registerRoute(app, platform, route, async (call) => {
      const { body, request } = call;
      const headers = withoutSession(libraryHeaders(platform, request));
      const challenged = await signIn.findChallenged(headers);
      const code = normaliseCode(body.code);
      const isTaken = challenged !== null && (await isCodeTaken(pool, challenged.userId, code));
      // A code that was used is one more wrong code, and the library counts it.
      const given = { code: isTaken ? '' : code, trustDevice: body.trustBrowser === true };
      const answer = await signIn.ask(path, given, headers).catch(async (error: unknown) => {
        // The password was right: this is somebody close.
        if (challenged && error instanceof NavetteError && error.code === 'wrong_second_factor')
          await auditSignIn(platform, { action: 'second_factor.refused', person: challenged, request });
        throw error;
      });
      const { user, token } = entered.parse(answer.body);
      if (!(await takeCode(pool, user.id, code))) {
        await signIn.endSession(token);
        throw new NavetteError('wrong_second_factor');
      }
      giveCookies(call.reply, answer.cookies);
      const person = { userId: user.id, name: user.name, email: user.email };
      await auditSignIn(platform, { action: 'session.opened', person, request, details: { by: ways[path] } });
      if (route === routes.giveRecoveryCode) await orderNotice(platform, person.userId, 'recovery_code_used');
      return { user };
    });

  /** @throws NavetteError `wrong_password`, `wrong_second_factor`, `second_factor_locked`, `too_many_requests` */
  async function checkBoth({ userId, email }: Person, password: string, code: string): Promise<void> {
    passwordLimit.take(userId);
    if (!(await signIn.checkPassword(email, password))) throw new NavetteError('wrong_password');
    await signIn.checkSecondFactor(userId, code);
  }

  registerRoute(app, platform, routes.beginSecondFactor, async (call) => {
    ownSession(call.caller);
    const { totpURI, backupCodes } = begun.parse(
      await askLibrary(platform, call, '/two-factor/enable', call.body),
    );
    const secret = new URL(totpURI).searchParams.get('secret') ?? '';
    call.reply.header('cache-control', 'no-store');
    return { uri: totpURI, secret, recoveryCodes: backupCodes };
  });

  registerRoute(app, platform, routes.confirmSecondFactor, async (call) => {
    const person = ownSession(call.caller);
    if (await signIn.hasSecondFactor(person.userId)) throw new NavetteError('second_factor_exists');
    await askLibrary(platform, call, '/two-factor/verify-totp', { code: normaliseCode(call.body.code) });
    await auditSignIn(platform, { action: 'second_factor.enabled', person, request: call.request });
    await orderNotice(platform, person.userId, 'second_factor_enabled');
    return {};
  });

  registerRoute(app, platform, routes.renewRecoveryCodes, async (call) => {
    const person = ownSession(call.caller);
    const { password, code } = call.body;
    await checkBoth(person, password, code);
    const { backupCodes } = renewed.parse(
      await askLibrary(platform, call, '/two-factor/generate-backup-codes', { password }),
    );
    await auditSignIn(platform, { action: 'recovery_codes.renewed', person, request: call.request });
    call.reply.header('cache-control', 'no-store');
    return { recoveryCodes: backupCodes };
  });

  registerRoute(app, platform, routes.endSecondFactor, async (call) => {
    const person = ownSession(call.caller);
    const { password, code } = call.body;
    await checkBoth(person, password, code);
    await askLibrary(platform, call, '/two-factor/disable', { password });
    await signIn.forgetProofs(person.userId);
    await auditSignIn(platform, { action: 'second_factor.disabled', person, request: call.request });
    await orderNotice(platform, person.userId, 'second_factor_disabled');
    return {};
  });
}

/** Passwords: signing in and out, a lost one, a new one. Each endpoint of the library that we use is a route of the contract. */
import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type AttemptLimit, createAttemptLimit } from '../http/attempt-limit.ts';
import { toHeaders } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { auditSignIn, type SignInEvent } from './sign-in-audit.ts';
import { createBackground } from './sign-in-background.ts';
import { orderNotice, orderResetMail } from './sign-in-mails.ts';
import { askLibrary, ownSession } from './sign-in-request.ts';
import { endStreamsOf } from './sign-in-streams.ts';

/** The library's answer to a password: the person, or that a code is wanted. */
const passwordAnswer = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }).optional(),
});

const resetMailsPerHour = 3;

export function registerPasswordRoutes(app: FastifyInstance, platform: Platform): void {
  const { signIn, clock, log } = platform;
  const background = createBackground(log);
  app.addHook('onClose', () => background.settle());
  const perAddress = createAttemptLimit({ attempts: 10, windowMs: 60_000, clock });
  const perPerson = createAttemptLimit({ attempts: resetMailsPerHour, windowMs: 3_600_000, clock });

  /** Not waited for: writing it would tell by its time that the address is known. */
  const auditRefusal = (email: string, request: SignInEvent['request']) =>
    background.start('Auditing a refused sign-in', async () => {
      const person = await signIn.findByEmail(email);
      if (person) await auditSignIn(platform, { action: 'session.refused', person, request });
    });

  registerRoute(app, platform, routes.signIn, async (call) => {
    const { body, request } = call;
    const said = await askLibrary(platform, call, '/sign-in/email', body).catch((error: unknown) => {
      auditRefusal(body.email, request);
      throw error;
    });
    const { user = null } = passwordAnswer.parse(said);
    if (user !== null) {
      const person = { userId: user.id, name: user.name, email: user.email };
      await auditSignIn(platform, {
        ...{ action: 'session.opened', person, request },
        details: { by: 'password' },
      });
    }
    return { user };
  });

  registerRoute(app, platform, routes.signOut, async (call) => {
    const person = await signIn.findPerson(toHeaders(call.request));
    await askLibrary(platform, call, '/sign-out', {});
    if (person) await endStreamsOf(platform, person.userId);
    return { success: true };
  });

  registerRoute(app, platform, routes.askPasswordReset, async ({ body, request }) => {
    perAddress.take(request.ip);
    // All of it after the answer, which so takes as long for every address.
    background.start('Ordering a link for a new password', async () => {
      const person = await signIn.findByEmail(body.email);
      if (person && isWithin(perPerson, person.userId)) await orderResetMail(platform, person.userId);
    });
    return {};
  });

  registerRoute(app, platform, routes.resetPassword, async (call) => {
    const { body, request } = call;
    const person = await signIn.findByResetToken(body.token);
    await askLibrary(platform, call, '/reset-password', { token: body.token, newPassword: body.password });
    if (!person) throw new TypeError('A password was reset for somebody');
    await signIn.forgetProofs(person.userId);
    await endStreamsOf(platform, person.userId);
    await auditSignIn(platform, { action: 'password.reset', person, request });
    await orderNotice(platform, person.userId, 'password_changed');
    return {};
  });

  registerRoute(app, platform, routes.changePassword, async (call) => {
    const { body, request } = call;
    const person = ownSession(call.caller);
    await askLibrary(platform, call, '/change-password', { ...body, revokeOtherSessions: true });
    await signIn.forgetProofs(person.userId);
    await endStreamsOf(platform, person.userId);
    await auditSignIn(platform, { action: 'password.changed', person, request });
    await orderNotice(platform, person.userId, 'password_changed');
    return {};
  });
}

function isWithin(limit: AttemptLimit, caller: string): boolean {
  try {
    limit.take(caller);
    return true;
  } catch {
    return false;
  }
}

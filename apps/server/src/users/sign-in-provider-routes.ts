/** Signing in through a firm's provider, and registering one. */
import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import { parseCookies } from 'better-auth/cookies';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { auditSignIn } from './sign-in-audit.ts';
import {
  beginProviderSignIn,
  callbackPath,
  finishProviderSignIn,
  openIdOf,
  stateSeconds,
} from './sign-in-by-provider.ts';
import { tellCauses } from './sign-in-open-id.ts';
import { createProvider, getProvider, removeProvider, updateProvider } from './sign-in-providers.ts';
import { giveCookies, libraryHeaders } from './sign-in-request.ts';

const browserCookie = 'navette.provider';

export function registerProviderRoutes(app: FastifyInstance, platform: Platform): void {
  const { signIn, database, log } = platform;
  const limit = createAttemptLimit({ attempts: 20, windowMs: 60_000, clock: platform.clock });
  const cookieEnd = `Max-Age=${stateSeconds}; Path=${callbackPath}; HttpOnly; SameSite=Lax${signIn.origin.startsWith('https:') ? '; Secure' : ''}`;

  registerRoute(app, platform, routes.beginProviderSignIn, async ({ body, request, reply }) => {
    limit.take(request.ip);
    const { url, browserSecret } = await beginProviderSignIn(platform, body.email, body.returnTo);
    reply.header('set-cookie', `${browserCookie}=${browserSecret}; ${cookieEnd}`);
    return { url };
  });

  registerRoute(app, platform, routes.finishProviderSignIn, async ({ request, reply }) => {
    limit.take(request.ip);
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const browserSecret = parseCookies(request.headers.cookie ?? '').get(browserCookie) ?? '';
    const answer = new URL(request.url, signIn.origin).searchParams;
    try {
      const { person, firmId, returnTo } = await finishProviderSignIn(platform, answer, browserSecret);
      giveCookies(
        reply,
        await signIn.openFirmSession(person.userId, firmId, libraryHeaders(platform, request)),
      );
      await auditSignIn(platform, {
        ...{ action: 'session.opened', person, request, firmId },
        details: { by: 'provider' },
      });
      reply.redirect(returnTo);
    } catch (error) {
      // A browser is here, not a program: the sign-in page tells it.
      const code = error instanceof NavetteError ? error.code : 'internal';
      // What anybody can make happen by typing an address is not for the operator's eyes.
      const tell = code === 'sign_in_state_unknown' ? log.debug : log.warn;
      tell('A sign-in through a provider failed', {
        code,
        reference: request.id,
        why: tellCauses(error),
      });
      const detail = error instanceof NavetteError ? error.params.detail : undefined;
      const told = { probleme: code, ...(detail && { detail: String(detail) }), reference: request.id };
      reply.redirect(`/connexion?${new URLSearchParams(told)}`);
    }
    return undefined;
  });

  registerRoute(app, platform, routes.getSignInProvider, async ({ caller }) =>
    inFirm(database.app, caller.firmId, async (trx) => ({
      provider: await getProvider(trx, caller.firmId),
      redirectUrl: signIn.origin + callbackPath,
    })),
  );

  const load = async (firmId: string) => {
    const provider = await inFirm(database.app, firmId, (trx) => getProvider(trx, firmId));
    if (!provider) throw new NavetteError('not_found');
    return provider;
  };

  /** Sessions that it opened end, and their live pages with them. */
  const unlink = async (providerId: string, firmId: string) => {
    await signIn.unlinkProvider(providerId, firmId);
    platform.live.endStreams(firmId, null);
  };

  registerRoute(app, platform, routes.createSignInProvider, async ({ caller, body }) => {
    const { issuer } = await openIdOf(platform).discover(body.issuer);
    await inFirm(database.app, caller.firmId, (trx) =>
      createProvider(platform, trx, caller, { ...body, issuer }),
    );
    return load(caller.firmId);
  });

  registerRoute(app, platform, routes.updateSignInProvider, async ({ caller, body }) => {
    const found = body.issuer === undefined ? null : await openIdOf(platform).discover(body.issuer);
    const { id, isAnother } = await inFirm(database.app, caller.firmId, (trx) =>
      updateProvider(platform, trx, caller, { ...body, ...(found && { issuer: found.issuer }) }),
    );
    if (isAnother) await unlink(id, caller.firmId);
    return load(caller.firmId);
  });

  registerRoute(app, platform, routes.removeSignInProvider, async ({ caller }) => {
    const id = await inFirm(database.app, caller.firmId, (trx) => removeProvider(platform, trx, caller));
    await unlink(id, caller.firmId);
    return {};
  });

  registerRoute(app, platform, routes.testSignInProvider, async ({ body }) => {
    const found = await openIdOf(platform).discover(body.issuer);
    return {
      issuer: found.issuer,
      authorizationUrl: found.authorization_endpoint ?? '',
      statesPkce: found.code_challenge_methods_supported?.includes('S256') === true,
      givesEmail: found.scopes_supported?.includes('email') !== false,
    };
  });
}

/** What every answer carries and every caller is held to: security headers, and a limit of requests told in headers. */
import { createHash } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { NavetteError } from '@navette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Settings } from '../settings.ts';

const yearSeconds = 31_536_000;

/**
 * Protects the routes that are registered on `app` afterwards. Answers are data until a route says otherwise: nothing of them runs
 * or is framed. A caller (person, key, computer; else address) has `requestsPerMinute`, told by `ratelimit-*` headers and refused
 * past it with `too_many_requests` and `Retry-After`; counted in each process. Computers, which may bring 20,000 files at once, have 50 times as many.
 */
export async function protect(app: FastifyInstance, settings: Settings): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // Only where the product is reached by https: on a first try over http it would lock people out.
    strictTransportSecurity:
      settings.publicUrl?.startsWith('https://') === true
        ? { maxAge: yearSeconds, includeSubDomains: false }
        : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // Previews fetch scripts and fonts from a frame without an origin.
    crossOriginResourcePolicy: false,
    crossOriginEmbedderPolicy: false,
  });
  await app.register(rateLimit, {
    // After identification: only those who are who they say have a count of their own.
    hook: 'preHandler',
    timeWindow: 60_000,
    max: (request) => settings.requestsPerMinute * (isAgent(request) ? 50 : 1),
    cache: 20_000,
    keyGenerator: callerKey,
    enableDraftSpec: true,
    errorResponseBuilder: () => new NavetteError('too_many_requests'),
  });
}

function isAgent(request: FastifyRequest): boolean {
  return request.caller !== null && 'agent' in request.caller && request.caller.agent !== null;
}

function callerKey(request: FastifyRequest): string {
  if (request.caller === null) return `address ${request.ip}`;
  const token = request.headers.authorization;
  const by = token === undefined ? '' : createHash('sha256').update(token).digest('base64url');
  return `caller ${request.caller.userId} ${by}`;
}

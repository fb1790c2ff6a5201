/** What every answer carries and every caller is held to: security headers, one's own pages, and a limit of requests told in headers. */
import { createHash } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { NavetteError } from '@navette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Platform } from '../platform.ts';
import { networkOf } from './attempt-limit.ts';

const yearSeconds = 31_536_000;

/**
 * Protects the routes that are registered on `app` afterwards. Answers are data until a route says otherwise: nothing of them runs,
 * is framed, or is kept by anybody on the way. A page of another site changes nothing, whoever's browser it is in. A caller (person, key, computer; else address) has `requestsPerMinute`, told by `ratelimit-*` headers and refused
 * past it with `too_many_requests` and `Retry-After`; counted in each process. Computers, which may bring 20,000 files at once, have 50 times as many.
 */
export async function protect(
  app: FastifyInstance,
  { settings, signIn }: Pick<Platform, 'settings' | 'signIn'>,
): Promise<void> {
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
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    if (!isReading(request) && isFromElsewhere(request, signIn.origin)) throw new NavetteError('not_allowed');
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

function isReading({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Whether a page of another site asks. Browsers say so by `Sec-Fetch-Site`, over https, and by `Origin`, always when they change
 * something; programs say neither. Cookies alone do not tell: another port of the same host is the same site to them.
 * @param own the origin that people are sent to
 */
function isFromElsewhere({ headers, host }: FastifyRequest, own: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = headers;
  if (origin === undefined || origin === own) return false;
  const page = URL.parse(origin);
  // What is reached by https is not by http.
  if (page === null || (own.startsWith('https:') && page.protocol !== 'https:')) return true;
  // By whatever other name people reach the server.
  return page.host !== URL.parse(`${page.protocol}//${host}`)?.host;
}

function isAgent(request: FastifyRequest): boolean {
  return request.caller !== null && 'agent' in request.caller && request.caller.agent !== null;
}

function callerKey(request: FastifyRequest): string {
  if (request.caller === null) return `address ${networkOf(request.ip)}`;
  const token = request.headers.authorization;
  const by = token === undefined ? '' : createHash('sha256').update(token).digest('base64url');
  return `caller ${request.caller.userId} ${by}`;
}

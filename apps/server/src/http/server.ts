import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerAgentRoutes } from '../agents/routes.ts';
import { registerApplicationRoutes } from '../applications/routes.ts';
import { registerAttributeRoutes } from '../attributes/routes.ts';
import { registerAuditRoutes } from '../audit/routes.ts';
import { registerBackfillRoutes } from '../backfill/routes.ts';
import { registerBounceRoutes } from '../bounces/routes.ts';
import { registerClientImportRoutes } from '../client-imports/routes.ts';
import { registerClientRoutes } from '../clients/routes.ts';
import { registerConnectionImportRoutes } from '../connection-imports/routes.ts';
import { registerConnectionRoutes } from '../connections/routes.ts';
import { registerDeliveryRoutes } from '../deliveries/routes.ts';
import { registerDocumentRoutes } from '../documents/routes.ts';
import { registerErasureRoutes } from '../erasure/routes.ts';
import { registerFirmRoutes } from '../firms/routes.ts';
import { registerJobRoutes } from '../jobs/routes.ts';
import { registerLedgerRoutes } from '../ledger/routes.ts';
import { registerMailRoutes } from '../mail/routes.ts';
import { registerMappingRoutes } from '../mapping/routes.ts';
import type { Platform } from '../platform.ts';
import { registerRuleRoutes } from '../rules/routes.ts';
import { registerSearchRoutes } from '../search/routes.ts';
import { registerSetupRoutes } from '../setups/routes.ts';
import { registerUploadRoutes } from '../uploads/routes.ts';
import { registerPeopleRoutes } from '../users/people-routes.ts';
import { registerUserRoutes } from '../users/routes.ts';
import { registerApiPage } from './api-page.ts';
import { buildOpenApi } from './openapi.ts';
import { isUnexpected, problemOf } from './problem.ts';
import { protect } from './protect.ts';
import { registerPlatformRoutes } from './routes.ts';
import type { ServerOptions } from './server-options.ts';
import { registerStaticPages } from './static-pages.ts';

const maxJsonBytes = 1_000_000;

/** The HTTP server, every route registered, not listening yet. */
export function buildServer(platform: Platform, options: ServerOptions): FastifyInstance {
  const app = Fastify({
    bodyLimit: maxJsonBytes,
    genReqId: () => randomUUID(),
    // Uploads have their own deadlines; a request's head must come quickly.
    requestTimeout: 0,
    // A connection on which nothing moves is given up; streams of events keep theirs alive.
    connectionTimeout: 120_000,
    // By count, from the nearest: what stands before it in the header was written by whoever calls.
    trustProxy: (_address, hop) => hop < Number(platform.settings.trustProxy),
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  });
  if (options.onRoute) app.addHook('onRoute', options.onRoute);
  app.decorateRequest('caller', null);
  // Bytes are read as a stream by the route, never gathered in memory.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id);
    if (isUnexpected(problem))
      platform.log.error('A request failed', {
        reference: request.id,
        route: request.routeOptions.url,
        error,
      });
    if (problem.status === 503 || problem.status === 507) reply.header('retry-after', '5');
    // What is left of a refused upload is not read: the connection cannot be used again.
    if (request.headers['content-type']?.endsWith('octet-stream')) reply.header('connection', 'close');
    return reply.code(problem.status).type('application/problem+json').send(problem);
  });
  app.setNotFoundHandler(() => {
    throw Object.assign(new Error('No such route'), { statusCode: 404 });
  });

  // Plugins first: they see the routes that are registered after them.
  app.register(async (routes) => {
    await protect(routes, platform);
    await registerApiPage(routes, buildOpenApi(options.version));
    registerPlatformRoutes(routes, platform, options);
    registerFirmRoutes(routes, platform, options.setup);
    registerUserRoutes(routes, platform);
    registerPeopleRoutes(routes, platform);
    registerAgentRoutes(routes, platform);
    registerClientRoutes(routes, platform);
    registerAttributeRoutes(routes, platform);
    registerClientImportRoutes(routes, platform);
    registerDocumentRoutes(routes, platform);
    registerSearchRoutes(routes, platform);
    registerUploadRoutes(routes, platform);
    registerDeliveryRoutes(routes, platform);
    registerLedgerRoutes(routes, platform);
    registerApplicationRoutes(routes, platform);
    registerSetupRoutes(routes, platform);
    registerMappingRoutes(routes, platform);
    registerConnectionRoutes(routes, platform);
    registerConnectionImportRoutes(routes, platform);
    registerRuleRoutes(routes, platform);
    registerBackfillRoutes(routes, platform);
    registerMailRoutes(routes, platform);
    registerBounceRoutes(routes, platform);
    registerJobRoutes(routes, platform);
    registerAuditRoutes(routes, platform);
    registerErasureRoutes(routes, platform);
    if (options.pages !== null) registerStaticPages(routes, options.pages);
  });
  return app;
}

import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform.ts';
import { buildOpenApi } from './openapi.ts';
import { registerRoute } from './register-route.ts';
import type { ServerOptions } from './server-options.ts';

/** Health, and what the product says of itself. */
export function registerPlatformRoutes(
  app: FastifyInstance,
  platform: Platform,
  options: ServerOptions,
): void {
  const openApi = buildOpenApi(options.version);
  registerRoute(app, platform, routes.live, async () => ({ status: 'ok' as const }));
  registerRoute(app, platform, routes.ready, async ({ reply }) => {
    const [database, blobs] = await Promise.all([canQuery(platform), platform.blobs.isReady()]);
    const isReady = database && blobs;
    if (!isReady) reply.code(503).send({ status: 'unavailable', database, blobs });
    return { status: 'ok' as const, database, blobs };
  });
  registerRoute(app, platform, routes.openapi, async () => openApi);
  registerRoute(app, platform, routes.about, async () => ({
    product: 'navette' as const,
    version: options.version,
    time: platform.clock().toISOString(),
    needsSetup: await options.setup.isNeeded(),
  }));
  registerRoute(app, platform, routes.streamEvents, async ({ caller, reply }) => {
    platform.live.stream(caller.firmId, caller.userId, reply);
    return undefined;
  });
}

function canQuery(platform: Platform): Promise<boolean> {
  return platform.database.queue.query('select 1').then(
    () => true,
    () => false,
  );
}

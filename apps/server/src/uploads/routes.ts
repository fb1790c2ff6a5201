import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { createTus } from './tus.ts';

export function registerUploadRoutes(app: FastifyInstance, platform: Platform): void {
  const tus = createTus(platform);
  // The bytes of a part are read by its route, never gathered in memory.
  app.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) =>
    done(null, payload),
  );

  for (const route of [routes.describeUploads, routes.createUpload]) {
    registerRoute(app, platform, route, async ({ caller, request, reply }) => {
      await tus.answer(caller, null, request, reply);
      return undefined;
    });
  }
  for (const route of [routes.getUpload, routes.sendUploadPart, routes.cancelUpload]) {
    registerRoute(app, platform, route, async ({ caller, params, request, reply }) => {
      await tus.answer(caller, params.upload, request, reply);
      return undefined;
    });
  }
}

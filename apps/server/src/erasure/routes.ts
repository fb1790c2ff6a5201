import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { describeErasure, eraseClient } from './erase-client.ts';

export function registerErasureRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.describeErasure, async ({ caller, params }) =>
    inFirm(platform.database.app, caller.firmId, (trx) => describeErasure(trx, caller.firmId, params.client)),
  );
  registerRoute(app, platform, routes.eraseClient, async ({ caller, params, body }) =>
    inFirm(platform.database.app, caller.firmId, (trx) =>
      eraseClient(platform, trx, caller, params.client, body.name),
    ),
  );
}

import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import { getJob } from '../jobs/list-jobs.ts';
import type { Platform } from '../platform.ts';
import { previewBackfill } from './backfill-job.ts';
import { countBackfill } from './count-backfill.ts';

export function registerBackfillRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.countBackfill, async ({ caller, params }) =>
    inFirm(database, caller.firmId, (trx) => countBackfill(platform, trx, caller, params.installation)),
  );

  registerRoute(app, platform, routes.previewBackfill, async ({ caller, params, body }) =>
    inFirm(database, caller.firmId, async (trx) => {
      const choice = { ...body, installationId: params.installation };
      return getJob(trx, caller, await previewBackfill(platform, trx, caller, choice));
    }),
  );
}

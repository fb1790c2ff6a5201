import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { requireClient } from '../clients/visible-clients.ts';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { binDocuments, binFolder } from './bin.ts';
import { listBin } from './list-bin.ts';
import { restoreFromBin } from './restore.ts';
import { tellPages } from './tell-pages.ts';

export function registerBinRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.binFolder, async ({ caller, params, body }) => {
    const answer = await inFirm(database, caller.firmId, (trx) =>
      binFolder(platform, trx, caller, params.folder, body.isConfirmed ?? false),
    );
    await tellPages(platform, caller.firmId);
    return answer;
  });

  registerRoute(app, platform, routes.binDocuments, async ({ caller, body }) => {
    const answer = await inFirm(database, caller.firmId, (trx) =>
      binDocuments(platform, trx, caller, body.documentIds, body.isConfirmed ?? false),
    );
    await tellPages(platform, caller.firmId);
    return answer;
  });

  registerRoute(app, platform, routes.listBin, async ({ caller, params, query }) =>
    inFirm(database, caller.firmId, async (trx) => {
      await requireClient(trx, caller, params.client);
      return listBin(trx, caller.firmId, params.client, query);
    }),
  );

  registerRoute(app, platform, routes.restoreFromBin, async ({ caller, body }) => {
    const { laneIds, ...answer } = await inFirm(database, caller.firmId, (trx) =>
      restoreFromBin(platform, trx, caller, body.entryIds),
    );
    await tellPages(platform, caller.firmId, laneIds);
    return answer;
  });
}

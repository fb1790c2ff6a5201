import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import { getJob } from '../jobs/list-jobs.ts';
import type { Platform } from '../platform.ts';
import { sendSheet } from '../sheets/send-sheet.ts';
import { chooseDossier } from './choose-dossier.ts';
import { connectMapped } from './connect-mapped.ts';
import { exportMapping } from './export-mapping.ts';
import { listMapping, rowOf } from './list-mapping.ts';
import { loadMapping } from './load-mapping.ts';
import { proposeDossiers } from './propose-dossiers.ts';
import { refreshDossiers } from './refresh-dossiers.ts';

export function registerMappingRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.getMapping, ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) => listMapping(platform, trx, caller, params.installation, query)),
  );

  registerRoute(app, platform, routes.refreshDossiers, ({ caller, params }) =>
    refreshDossiers(platform, caller.firmId, params.installation),
  );

  registerRoute(app, platform, routes.proposeDossiers, ({ caller, params, query }) =>
    inFirm(database, caller.firmId, async (trx) => ({
      items: await proposeDossiers(platform, trx, caller, params.installation, query),
    })),
  );

  registerRoute(app, platform, routes.chooseDossier, ({ caller, params: { installation }, body }) =>
    inFirm(database, caller.firmId, async (trx) => {
      const { attributeId, ...choice } = body;
      await chooseDossier(platform, trx, caller, installation, choice);
      const mapping = await loadMapping(platform, trx, caller, installation, { attributeId });
      const row = rowOf(mapping, body.clientId);
      if (row === null) throw new NavetteError('not_found');
      return row;
    }),
  );

  registerRoute(app, platform, routes.connectMapped, ({ caller, params, body }) =>
    inFirm(database, caller.firmId, async (trx) =>
      getJob(trx, caller, await connectMapped(platform, trx, caller, params.installation, body)),
    ),
  );

  registerRoute(app, platform, routes.exportMapping, async ({ caller, params, body, reply }) => {
    const { format, ...asked } = body;
    const rows = await inFirm(database, caller.firmId, (trx) =>
      exportMapping(platform, trx, caller, params.installation, asked),
    );
    return sendSheet(reply, format, 'correspondance-des-dossiers', rows);
  });
}

import type { Readable } from 'node:stream';
import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { proposeKeyOf } from '../connections/propose-keys.ts';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import { refreshFirst } from '../mapping/refresh-dossiers.ts';
import type { Platform } from '../platform.ts';
import { readBytes } from '../sheets/read-bytes.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import { sendSheet } from '../sheets/send-sheet.ts';
import { listConnectionImportRows } from './list-rows.ts';
import { getConnectionImport, previewConnectionImport } from './preview-import.ts';
import { reportConnectionImport } from './report-import.ts';
import { writeTemplate } from './template.ts';

export function registerConnectionImportRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.proposeClientKey, async ({ caller, params }) => {
    // A key that is found by its SIRET is found among the partner's dossiers.
    await refreshFirst(platform, { firmId: caller.firmId, installationId: params.installation });
    const { manifest, ...proposed } = await inFirm(database, caller.firmId, (trx) =>
      proposeKeyOf(platform, trx, caller, params.installation, params.client),
    );
    const route = manifest.reach === 'mail' ? await platform.mail.route(caller.firmId) : null;
    return { ...proposed, senders: route === null ? [] : [route.server.from.address] };
  });

  registerRoute(app, platform, routes.connectionTemplate, async ({ caller, params, query, reply }) => {
    if (query.withClients === 'true')
      await refreshFirst(platform, { firmId: caller.firmId, installationId: params.installation });
    const rows = await inFirm(database, caller.firmId, (trx) =>
      writeTemplate(platform, trx, caller, params.installation, query.withClients === 'true'),
    );
    return sendSheet(reply, query.format, 'modele-dossiers-a-connecter', rows);
  });

  registerRoute(app, platform, routes.previewConnectionImport, async ({ caller, params, query, request }) => {
    const bytes = await readBytes(request.body as Readable);
    const file = { ...query, sheet: await readSheet(bytes) };
    const jobId = await previewConnectionImport(platform, caller, params.installation, file);
    return inFirm(database, caller.firmId, (trx) =>
      getConnectionImport(trx, caller, params.installation, jobId),
    );
  });

  registerRoute(app, platform, routes.getConnectionImport, ({ caller, params }) =>
    inFirm(database, caller.firmId, (trx) =>
      getConnectionImport(trx, caller, params.installation, params.job),
    ),
  );

  registerRoute(app, platform, routes.listConnectionImportRows, ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) =>
      listConnectionImportRows(trx, caller, params.installation, params.job, query),
    ),
  );

  registerRoute(app, platform, routes.reportConnectionImport, async ({ caller, params, query, reply }) => {
    const rows = await inFirm(database, caller.firmId, (trx) =>
      reportConnectionImport(trx, caller, params.installation, params.job, query.only),
    );
    return sendSheet(reply, query.format, 'rapport-dossiers-a-connecter', rows);
  });
}

import type { Readable } from 'node:stream';
import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { loadAttributes } from '../attributes/list-attributes.ts';
import { clientHeaders } from '../clients/sheet-headers.ts';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { readBytes } from '../sheets/read-bytes.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import { sendSheet } from '../sheets/send-sheet.ts';
import { listImportRows } from './list-rows.ts';
import { changeImport, getImport, previewImport, readImportFile } from './preview-import.ts';
import { reportImport } from './report-import.ts';

export function registerClientImportRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.importTemplate, async ({ caller, query, reply }) => {
    const attributes = await inFirm(database, caller.firmId, (trx) => loadAttributes(trx, caller.firmId));
    return sendSheet(reply, query.format, 'modele-dossiers-clients', [clientHeaders(attributes)]);
  });

  registerRoute(app, platform, routes.previewImport, async ({ caller, query, request }) => {
    const bytes = await readBytes(request.body as Readable);
    // Before the transaction: reading a large file takes seconds.
    const sheet = await readSheet(bytes);
    return inFirm(database, caller.firmId, async (trx) => {
      const jobId = await previewImport(platform, trx, caller, { ...query, bytes, sheet });
      return getImport(trx, caller, jobId);
    });
  });

  registerRoute(app, platform, routes.getImport, ({ caller, params }) =>
    inFirm(database, caller.firmId, (trx) => getImport(trx, caller, params.job)),
  );

  registerRoute(app, platform, routes.changeImport, async ({ caller, params, body }) => {
    const table = await readImportFile(platform, caller, params.job);
    return inFirm(database, caller.firmId, async (trx) => {
      await changeImport(trx, caller, params.job, table, body);
      return getImport(trx, caller, params.job);
    });
  });

  registerRoute(app, platform, routes.listImportRows, ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) => listImportRows(trx, caller, params.job, query)),
  );

  registerRoute(app, platform, routes.reportImport, async ({ caller, params, query, reply }) => {
    const table = await readImportFile(platform, caller, params.job);
    const rows = await inFirm(database, caller.firmId, (trx) => reportImport(trx, caller, params.job, table));
    return sendSheet(reply, query.format, 'rapport-import', rows);
  });
}

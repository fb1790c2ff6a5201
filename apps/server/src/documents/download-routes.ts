import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { listDownload, prepareDownload } from './downloads.ts';
import { zipOf } from './zip.ts';

export function registerDownloadRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.prepareDownload, async ({ caller, body }) =>
    inFirm(database, caller.firmId, (trx) => prepareDownload(platform, trx, caller, body)),
  );

  registerRoute(app, platform, routes.downloadZip, async ({ caller, params, reply }) => {
    const { name, files } = await inFirm(database, caller.firmId, (trx) =>
      listDownload(platform, trx, caller, params.download),
    );
    await reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.zip`)}`)
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
      .send(zipOf(platform, caller.firmId, files));
    return undefined;
  });
}

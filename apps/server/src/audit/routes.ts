import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { exportAudit } from './export-audit.ts';
import { listAudit } from './list-audit.ts';
import { verifyChain } from './verify.ts';

export function registerAuditRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listAudit, ({ caller, query }) =>
    inFirm(database, caller.firmId, (trx) => listAudit(trx, caller.firmId, query)),
  );

  registerRoute(app, platform, routes.exportAudit, async ({ caller, query, reply }) => {
    const file = await exportAudit(platform, caller.firmId, query.format);
    reply
      .type(file.mediaType)
      .header('content-disposition', `attachment; filename="${file.name}"`)
      .send(file.bytes);
    return undefined;
  });

  registerRoute(app, platform, routes.verifyAudit, ({ caller }) =>
    inFirm(database, caller.firmId, (trx) => verifyChain(trx, caller.firmId)),
  );
}

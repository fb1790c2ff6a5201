import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import { getJob } from '../jobs/list-jobs.ts';
import type { Platform } from '../platform.ts';
import { sendSheet } from '../sheets/send-sheet.ts';
import { previewFolders } from './bulk-folders.ts';
import { previewRemoval } from './bulk-remove.ts';
import { changeConnection } from './change-connection.ts';
import { connectClient } from './connect-client.ts';
import { exportConnections } from './export-connections.ts';
import { removeConnection } from './remove-connection.ts';
import { listConnections } from './select-connections.ts';

export function registerConnectionRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.listConnections, ({ caller, params, query }) =>
    inFirm(platform.database.app, caller.firmId, (trx) =>
      listConnections(trx, caller, params.installation, query),
    ),
  );

  registerRoute(app, platform, routes.createConnection, ({ caller, params, body }) =>
    connectClient(platform, caller, params.installation, body),
  );

  registerRoute(app, platform, routes.changeConnection, ({ caller, params, body }) =>
    changeConnection(platform, caller, params.installation, params.connection, body),
  );

  registerRoute(app, platform, routes.removeConnection, async ({ caller, params, query }) => {
    const { installation, connection } = params;
    const cancelled = await inFirm(platform.database.app, caller.firmId, (trx) =>
      removeConnection(platform, trx, caller, installation, connection, query.isConfirmed === 'true'),
    );
    platform.live.publish(caller.firmId, 'clients');
    platform.live.publish(caller.firmId, 'deliveries');
    return { cancelled };
  });

  registerRoute(app, platform, routes.previewBulkConnections, ({ caller, params, body }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      const { action, ruleId, selection } = body;
      if (action === 'disconnect')
        return getJob(
          trx,
          caller,
          await previewRemoval(platform, trx, caller, params.installation, selection),
        );
      if (ruleId === undefined)
        throw new NavetteError('invalid_request', { detail: 'ruleId', field: 'ruleId' });
      const change = { action, ruleId, selection };
      return getJob(trx, caller, await previewFolders(platform, trx, caller, params.installation, change));
    }),
  );

  registerRoute(app, platform, routes.exportConnections, async ({ caller, params, body, reply }) => {
    const rows = await inFirm(platform.database.app, caller.firmId, (trx) =>
      exportConnections(platform, trx, caller, params.installation, body.selection),
    );
    return sendSheet(reply, body.format, 'dossiers-connectes', rows);
  });
}

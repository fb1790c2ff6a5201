import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { changeConnection } from './change-connection.ts';
import { connectClient } from './connect-client.ts';
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
}

import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { finishSetup, leaveSetup } from './end-setup.ts';
import { goToStep } from './go-to-step.ts';
import { listPrerequisites } from './list-prerequisites.ts';
import { getSetup, listSetups } from './load-setup.ts';
import { openSetup } from './open-setup.ts';
import { chooseClients, listSetupClients } from './setup-clients.ts';
import { trySetupCredentials } from './try-setup-credentials.ts';

export function registerSetupRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listSetups, ({ caller }) =>
    inFirm(database, caller.firmId, async (trx) => ({ items: await listSetups(platform, trx, caller) })),
  );

  registerRoute(app, platform, routes.openSetup, ({ caller, body }) =>
    inFirm(database, caller.firmId, (trx) => openSetup(platform, trx, caller, body)),
  );

  registerRoute(app, platform, routes.getSetup, ({ caller, params }) =>
    inFirm(database, caller.firmId, (trx) => getSetup(platform, trx, caller, params.setup)),
  );

  registerRoute(app, platform, routes.changeSetup, ({ caller, params, body }) =>
    goToStep(platform, caller, params.setup, body.step),
  );

  registerRoute(app, platform, routes.listPrerequisites, async ({ caller, params }) => ({
    items: await listPrerequisites(platform, caller, params.setup),
  }));

  registerRoute(app, platform, routes.listSetupClients, ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) => listSetupClients(platform, trx, caller, params.setup, query)),
  );

  registerRoute(app, platform, routes.chooseClients, ({ caller, params, body }) =>
    inFirm(database, caller.firmId, (trx) => chooseClients(platform, trx, caller, params.setup, body)),
  );

  registerRoute(app, platform, routes.trySetupCredentials, async ({ caller, params, body }) => {
    const setup = await trySetupCredentials(platform, caller, params.setup, body);
    platform.live.publish(caller.firmId, 'applications');
    return setup;
  });

  registerRoute(app, platform, routes.finishSetup, async ({ caller, params }) => {
    const finished = await inFirm(database, caller.firmId, (trx) =>
      finishSetup(platform, trx, caller, params.setup),
    );
    platform.live.publish(caller.firmId, 'applications');
    return finished;
  });

  registerRoute(app, platform, routes.leaveSetup, async ({ caller, params }) => {
    await inFirm(database, caller.firmId, (trx) => leaveSetup(platform, trx, caller, params.setup));
    platform.live.publish(caller.firmId, 'applications');
    return {};
  });
}

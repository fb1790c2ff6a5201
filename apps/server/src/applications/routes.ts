import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { listApplications } from './catalogue.ts';
import { fetchDossiers } from './fetch-dossiers.ts';
import {
  createInstallation,
  listInstallations,
  renewCredentials,
  requireConnector,
} from './installations.ts';
import { pauseInstallation, resumeInstallation } from './pause-installation.ts';
import { previewNames } from './preview-name.ts';
import { removeInstallation } from './remove-installation.ts';

export function registerApplicationRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.listApplications, async () => ({ items: listApplications(platform) }));

  registerRoute(app, platform, routes.previewName, async ({ body }) =>
    previewNames(requireConnector(platform, body.application).manifest, body.template),
  );

  registerRoute(app, platform, routes.listInstallations, async ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => ({
      items: await listInstallations(platform, trx, caller),
    })),
  );

  registerRoute(app, platform, routes.createInstallation, ({ caller, body }) =>
    createInstallation(platform, caller, body),
  );

  registerRoute(app, platform, routes.renewCredentials, ({ caller, params, body }) =>
    renewCredentials(platform, caller, params.installation, body.credentials),
  );

  registerRoute(app, platform, routes.pauseInstallation, ({ caller, params }) =>
    pauseInstallation(platform, caller, params.installation),
  );

  registerRoute(app, platform, routes.resumeInstallation, ({ caller, params }) =>
    resumeInstallation(platform, caller, params.installation),
  );

  registerRoute(app, platform, routes.removeInstallation, async ({ caller, params, query }) => {
    const cancelled = await inFirm(platform.database.app, caller.firmId, (trx) =>
      removeInstallation(platform, trx, caller, params.installation, query.isConfirmed === 'true'),
    );
    platform.live.publish(caller.firmId, 'deliveries');
    platform.live.publish(caller.firmId, 'clients');
    return { cancelled };
  });

  registerRoute(app, platform, routes.listDossiers, async ({ caller, params }) => ({
    items: await fetchDossiers(platform, caller.firmId, params.installation),
  }));
}

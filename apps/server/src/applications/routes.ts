import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { closeRequest, listRequests, requestApplication } from './application-requests.ts';
import { listApplications } from './catalogue.ts';
import { changeInstallation } from './change-installation.ts';
import { fetchDossiers } from './fetch-dossiers.ts';
import {
  createInstallation,
  listInstallations,
  renewCredentials,
  requireConnector,
} from './installations.ts';
import { listFigures } from './list-figures.ts';
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

  registerRoute(app, platform, routes.createInstallation, ({ caller, body, reply }) =>
    createInstallation(platform, caller, body, whenGone(reply)),
  );

  registerRoute(app, platform, routes.renewCredentials, ({ caller, params, body, reply }) =>
    renewCredentials(platform, caller, params.installation, body.credentials, whenGone(reply)),
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
    platform.live.publish(caller.firmId, 'applications');
    return { cancelled };
  });

  registerRoute(app, platform, routes.listDossiers, async ({ caller, params }) => ({
    items: await fetchDossiers(platform, caller.firmId, params.installation),
  }));

  registerRoute(app, platform, routes.changeInstallation, async ({ caller, params, body }) => {
    const changed = await inFirm(platform.database.app, caller.firmId, (trx) =>
      changeInstallation(platform, trx, caller, params.installation, body),
    );
    platform.live.publish(caller.firmId, 'applications');
    return changed;
  });

  registerRoute(app, platform, routes.listFigures, async ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => ({
      items: await listFigures(platform, trx, caller),
    })),
  );

  registerRoute(app, platform, routes.requestApplication, async ({ caller, body }) => {
    const request = await inFirm(platform.database.app, caller.firmId, (trx) =>
      requestApplication(platform, trx, caller, body.text),
    );
    platform.live.publish(caller.firmId, 'applications');
    return request;
  });

  registerRoute(app, platform, routes.listApplicationRequests, async ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => ({
      items: await listRequests(trx, caller.firmId),
    })),
  );

  registerRoute(app, platform, routes.closeApplicationRequest, async ({ caller, params }) => {
    await inFirm(platform.database.app, caller.firmId, (trx) =>
      closeRequest(platform, trx, caller, params.request),
    );
    platform.live.publish(caller.firmId, 'applications');
    return {};
  });
}

/** Fires when whoever waits for the answer went away before it: a try that is given up keeps nothing. */
function whenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableEnded) gone.abort(new NavetteError('upload_interrupted'));
  });
  return gone.signal;
}

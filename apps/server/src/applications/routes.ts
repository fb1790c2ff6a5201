import { routes } from '@navette/api';
import type { Dossier } from '@navette/connector';
import { DeliveryError } from '@navette/connector';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { partnerOf } from '../deliveries/create-deliveries.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { createInstallation, listInstallations, renewCredentials } from './installations.ts';

const listTimeoutMs = 60_000;

export function registerApplicationRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.listInstallations, async ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => ({
      items: await listInstallations(platform, trx, caller.firmId),
    })),
  );

  registerRoute(app, platform, routes.createInstallation, ({ caller, body }) =>
    createInstallation(platform, caller, body),
  );

  registerRoute(app, platform, routes.renewCredentials, ({ caller, params, body }) =>
    renewCredentials(platform, caller, params.installation, body.credentials),
  );

  registerRoute(app, platform, routes.listDossiers, async ({ caller, params }) => ({
    items: await fetchDossiers(platform, caller.firmId, params.installation),
  }));
}

/** Every dossier of the partner, asked now. @throws NavetteError `not_found`, `credentials_refused`, `unavailable` */
async function fetchDossiers(platform: Platform, firmId: string, installationId: string): Promise<Dossier[]> {
  const { session, partner } = await inFirm(platform.database.app, firmId, async (trx) => {
    const row = await trx
      .selectFrom('installations')
      .innerJoin('lanes', (join) =>
        join
          .onRef('lanes.firm_id', '=', 'installations.firm_id')
          .onRef('lanes.installation_id', '=', 'installations.id'),
      )
      .select(['installations.application', 'installations.credentials', 'lanes.id as laneId'])
      .where('installations.firm_id', '=', firmId)
      .where('installations.id', '=', installationId)
      .where('installations.state', '<>', 'removed')
      .executeTakeFirst();
    if (!row) throw new NavetteError('not_found');
    const owner = { firmId, installationId, ...row };
    return {
      session: await platform.sessions.forInstallation(trx, owner),
      partner: partnerOf(platform, row.application),
    };
  });
  if (!session.listDossiers) throw new NavetteError('not_found');
  const dossiers: Dossier[] = [];
  try {
    for await (const page of session.listDossiers(AbortSignal.timeout(listTimeoutMs))) dossiers.push(...page);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (error.class === 'connection')
      throw new NavetteError('credentials_refused', { partner, detail: error.message }, error);
    throw new NavetteError('unavailable', {}, error);
  }
  return dossiers;
}

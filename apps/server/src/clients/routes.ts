import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { getClient, listClients } from './list-clients.ts';
import { changeClient, createClient, updateClient } from './save-client.ts';
import { requireClient } from './visible-clients.ts';

export function registerClientRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.listClients, async ({ caller, query }) =>
    inFirm(platform.database.app, caller.firmId, (trx) => listClients(platform, trx, caller, query)),
  );

  registerRoute(app, platform, routes.createClient, async ({ caller, body }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      const id = await createClient(platform, trx, caller.firmId, {
        name: body.name,
        code: body.code ?? null,
        siret: body.siret ?? null,
        siretOverrideReason: body.siretOverrideReason ?? null,
      });
      // A collaborator limited to his clients would not see what he has just created.
      if (caller.role === 'collaborator') {
        await trx
          .insertInto('client_members')
          .values({ firm_id: caller.firmId, client_id: id, user_id: caller.userId })
          .execute();
      }
      return getClient(platform, trx, caller.firmId, id);
    }),
  );

  registerRoute(app, platform, routes.getClient, async ({ caller, params }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      await requireClient(trx, caller, params.client);
      return getClient(platform, trx, caller.firmId, params.client);
    }),
  );

  registerRoute(app, platform, routes.updateClient, async ({ caller, params, body }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      await requireClient(trx, caller, params.client);
      const old = await trx
        .selectFrom('clients')
        .select(['name', 'code', 'siret', 'siret_override_reason as siretOverrideReason'])
        .where('firm_id', '=', caller.firmId)
        .where('id', '=', params.client)
        .forUpdate()
        .executeTakeFirst();
      if (!old) throw new NavetteError('not_found');
      await updateClient(platform, trx, caller.firmId, params.client, changeClient(old, body));
      return getClient(platform, trx, caller.firmId, params.client);
    }),
  );
}

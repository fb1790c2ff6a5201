import { routes } from '@navette/api';
import { deliveryStates } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import { isVisibleClient } from '../clients/visible-clients.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { getDelivery, listDeliveries } from './list-deliveries.ts';
import { decideDelivery } from './relaunch.ts';

export function registerDeliveryRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listDeliveries, async ({ caller, query }) =>
    inFirm(database, caller.firmId, (trx) => listDeliveries(platform, trx, caller, query)),
  );

  registerRoute(app, platform, routes.countDeliveries, async ({ caller }) =>
    inFirm(database, caller.firmId, async (trx) => {
      const rows = await trx
        .selectFrom('deliveries')
        .innerJoin('clients', (join) =>
          join
            .onRef('clients.firm_id', '=', 'deliveries.firm_id')
            .onRef('clients.id', '=', 'deliveries.client_id'),
        )
        .select(({ fn }) => ['deliveries.state', fn.countAll<number>().as('count')])
        .where('deliveries.firm_id', '=', caller.firmId)
        .where(isVisibleClient(caller))
        .groupBy('deliveries.state')
        .execute();
      const found = new Map(rows.map(({ state, count }) => [state, count]));
      const counts = Object.fromEntries(deliveryStates.map((state) => [state, found.get(state) ?? 0]));
      return { counts: counts as Record<(typeof deliveryStates)[number], number> };
    }),
  );

  registerRoute(app, platform, routes.retryDelivery, ({ caller, params }) =>
    decide(caller, params.delivery, 'retry'),
  );
  registerRoute(app, platform, routes.releaseDelivery, ({ caller, params }) =>
    decide(caller, params.delivery, 'release'),
  );
  registerRoute(app, platform, routes.setAsideDelivery, ({ caller, params }) =>
    decide(caller, params.delivery, 'setAside'),
  );

  async function decide(
    caller: FirmCaller,
    deliveryId: string,
    gesture: Parameters<typeof decideDelivery>[4],
  ) {
    const decided = await inFirm(database, caller.firmId, async (trx) => {
      const laneId = await decideDelivery(platform, trx, caller, deliveryId, gesture);
      return { laneId, delivery: await getDelivery(platform, trx, caller.firmId, deliveryId) };
    });
    if (decided.laneId !== null) await platform.wake.lanes(caller.firmId, [decided.laneId]);
    return decided.delivery;
  }
}

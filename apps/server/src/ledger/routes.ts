import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { loadLedger } from './ledger.ts';

const earliest = '2000-01-01';
const latest = '9999-12-31';

export function registerLedgerRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.getLedger, async ({ caller, query }) => {
    const days = await inFirm(platform.database.app, caller.firmId, (trx) =>
      loadLedger(trx, caller.firmId, query.from ?? earliest, query.to ?? latest),
    );
    return { days, balanced: days.every(({ balanced }) => balanced) };
  });
}

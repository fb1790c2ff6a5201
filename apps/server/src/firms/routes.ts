import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import type { Setup } from './setup.ts';

export function registerFirmRoutes(app: FastifyInstance, platform: Platform, setup: Setup): void {
  registerRoute(app, platform, routes.setup, async ({ body }) => {
    const { token, ...firm } = body;
    return { firmId: await setup.run(token, firm) };
  });
  registerRoute(app, platform, routes.getFirm, async ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      const firm = await trx
        .selectFrom('firms')
        .select([
          'id',
          'name',
          'web_service_id as webServiceId',
          'time_zone as timeZone',
          'max_file_bytes as maxFileBytes',
        ])
        .where('id', '=', caller.firmId)
        .executeTakeFirstOrThrow();
      return { ...firm, role: caller.role };
    }),
  );
}

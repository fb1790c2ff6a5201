import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient } from '../clients/visible-clients.ts';
import { inFirm } from '../database/tenancy.ts';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { exportFirm } from './export-firm.ts';
import { changeFirmSettings, loadFirmSettings } from './firm-settings.ts';
import type { Setup } from './setup.ts';

export function registerFirmRoutes(app: FastifyInstance, platform: Platform, setup: Setup): void {
  const limit = createAttemptLimit({ attempts: 20, windowMs: 60_000, clock: platform.clock });

  registerRoute(app, platform, routes.setup, async ({ body, request }) => {
    limit.take(request.ip);
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

  registerRoute(app, platform, routes.getFirmSettings, async ({ caller }) =>
    inFirm(platform.database.app, caller.firmId, (trx) => loadFirmSettings(trx, caller.firmId)),
  );

  registerRoute(app, platform, routes.updateFirmSettings, async ({ caller, body }) =>
    inFirm(platform.database.app, caller.firmId, (trx) => changeFirmSettings(platform, trx, caller, body)),
  );

  registerRoute(app, platform, routes.exportFirm, async ({ caller, query, reply }) => {
    const clientId = query.client ?? null;
    await inFirm(platform.database.app, caller.firmId, async (trx) => {
      if (clientId !== null) await requireClient(trx, caller, clientId);
      await recordAudit(platform, trx, caller, {
        action: clientId === null ? 'firm.exported' : 'client.exported',
        subjectKind: clientId === null ? 'firm' : 'client',
        subjectId: clientId ?? caller.firmId,
        subjectName: null,
      });
    });
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const day = platform.clock().toISOString().slice(0, 10);
    await reply
      .header('content-type', 'application/zip')
      .header(
        'content-disposition',
        `attachment; filename="navette-${clientId === null ? 'cabinet' : 'dossier'}-${day}.zip"`,
      )
      .send(exportFirm(platform, caller, clientId, gone.signal));
    return undefined;
  });
}

import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { createRule, listRules, removeRule } from './rules.ts';

export function registerRuleRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listRules, async ({ caller, params }) =>
    inFirm(database, caller.firmId, async (trx) => ({
      items: await listRules(platform, trx, caller.firmId, params.installation),
    })),
  );

  registerRoute(app, platform, routes.createRule, async ({ caller, params, body }) =>
    inFirm(database, caller.firmId, (trx) =>
      createRule(platform, trx, caller, params.installation, {
        sourcePath: body.sourcePath,
        withSubfolders: body.withSubfolders ?? true,
        documentType: body.documentType,
        archivePath: body.archivePath ?? null,
      }),
    ),
  );

  registerRoute(app, platform, routes.removeRule, async ({ caller, params }) => {
    const cancelled = await inFirm(database, caller.firmId, (trx) =>
      removeRule(platform, trx, caller, params.installation, params.rule),
    );
    platform.live.publish(caller.firmId, 'deliveries');
    return { cancelled };
  });
}

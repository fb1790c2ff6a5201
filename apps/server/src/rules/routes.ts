import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { completePath } from './complete-path.ts';
import { createRule } from './create-rule.ts';
import { listRules } from './list-rules.ts';
import { previewRule } from './preview-rule.ts';
import { removeRule } from './remove-rule.ts';

export function registerRuleRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listRules, async ({ caller, params }) =>
    inFirm(database, caller.firmId, async (trx) => ({
      items: await listRules(platform, trx, caller, params.installation),
    })),
  );

  registerRoute(app, platform, routes.createRule, async ({ caller, params, body }) =>
    inFirm(database, caller.firmId, (trx) =>
      createRule(platform, trx, caller, params.installation, withDefaults(body)),
    ),
  );

  registerRoute(app, platform, routes.removeRule, async ({ caller, params, query }) => {
    const isConfirmed = query.isConfirmed === 'true';
    const cancelled = await inFirm(database, caller.firmId, (trx) =>
      removeRule(platform, trx, caller, params.installation, params.rule, isConfirmed),
    );
    platform.live.publish(caller.firmId, 'deliveries');
    return { cancelled };
  });

  registerRoute(app, platform, routes.previewRule, async ({ caller, params, body }) =>
    inFirm(database, caller.firmId, (trx) =>
      previewRule(platform, trx, caller, params.installation, {
        ...withDefaults(body),
        documentType: body.documentType ?? null,
      }),
    ),
  );

  registerRoute(app, platform, routes.completePath, async ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) => completePath(platform, trx, caller, params.installation, query)),
  );
}

interface GivenPaths {
  readonly withSubfolders?: boolean | undefined;
  readonly archivePath?: string | null | undefined;
}

function withDefaults<Given extends GivenPaths>(given: Given) {
  return {
    ...given,
    withSubfolders: given.withSubfolders ?? true,
    archivePath: given.archivePath ?? null,
  };
}

import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { completePath } from './complete-path.ts';
import { connectFolder } from './connect-folder.ts';
import { mapCoverage } from './coverage.ts';
import { createRule } from './create-rule.ts';
import { listRules } from './list-rules.ts';
import { previewRule } from './preview-rule.ts';
import { removeRule } from './remove-rule.ts';
import { listRuleClients } from './rule-clients.ts';
import { simulateRules } from './simulate-rules.ts';

export function registerRuleRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listRules, async ({ caller, params }) =>
    inFirm(database, caller.firmId, async (trx) => ({
      items: await listRules(platform, trx, caller, params.installation),
    })),
  );

  registerRoute(app, platform, routes.createRule, async ({ caller, params, body }) => {
    const rule = await inFirm(database, caller.firmId, (trx) =>
      createRule(platform, trx, caller, params.installation, withDefaults(body)),
    );
    platform.live.publish(caller.firmId, 'clients');
    return rule;
  });

  registerRoute(app, platform, routes.removeRule, async ({ caller, params, query }) => {
    const isConfirmed = query.isConfirmed === 'true';
    const cancelled = await inFirm(database, caller.firmId, (trx) =>
      removeRule(platform, trx, caller, params.installation, params.rule, isConfirmed),
    );
    platform.live.publish(caller.firmId, 'clients');
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

  registerRoute(app, platform, routes.listRuleClients, async ({ caller, params, body }) =>
    inFirm(database, caller.firmId, (trx) =>
      listRuleClients(platform, trx, caller, params.installation, {
        ...body,
        withSubfolders: body.withSubfolders ?? true,
        documentType: body.documentType ?? null,
      }),
    ),
  );

  registerRoute(app, platform, routes.mapCoverage, async ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) =>
      mapCoverage(platform, trx, caller, params.installation, query.only ?? null),
    ),
  );

  registerRoute(app, platform, routes.simulateRules, async ({ caller, params, query }) =>
    inFirm(database, caller.firmId, (trx) =>
      simulateRules(platform, trx, caller, params.installation, query.days),
    ),
  );

  registerRoute(app, platform, routes.connectFolder, async ({ caller, params, body }) => {
    const connected = await inFirm(database, caller.firmId, (trx) =>
      connectFolder(platform, trx, caller, params.installation, body),
    );
    platform.live.publish(caller.firmId, 'clients');
    return connected;
  });
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

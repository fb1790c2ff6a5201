import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { getAttribute, listAttributes } from './list-attributes.ts';
import { createAttribute, deleteAttribute, updateAttribute } from './save-attribute.ts';

export function registerAttributeRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listAttributes, ({ caller }) =>
    inFirm(database, caller.firmId, async (trx) => ({ items: await listAttributes(trx, caller.firmId) })),
  );

  registerRoute(app, platform, routes.createAttribute, ({ caller, body }) =>
    inFirm(database, caller.firmId, async (trx) => {
      const id = await createAttribute(platform, trx, caller, body);
      return getAttribute(trx, caller.firmId, id);
    }),
  );

  registerRoute(app, platform, routes.updateAttribute, ({ caller, params, body }) =>
    inFirm(database, caller.firmId, async (trx) => {
      await updateAttribute(platform, trx, caller, params.attribute, body);
      return getAttribute(trx, caller.firmId, params.attribute);
    }),
  );

  registerRoute(app, platform, routes.deleteAttribute, ({ caller, params }) =>
    inFirm(database, caller.firmId, async (trx) => ({
      values: await deleteAttribute(platform, trx, caller, params.attribute),
    })),
  );
}

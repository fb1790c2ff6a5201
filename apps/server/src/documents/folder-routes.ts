import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import type { Transaction } from 'kysely';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';
import { ensureFolder } from './folders.ts';
import { applyTemplate } from './grow-trees.ts';
import { listFolders } from './list-folders.ts';
import { tellPages } from './tell-pages.ts';
import { updateFolder } from './update-folder.ts';

export function registerFolderRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  registerRoute(app, platform, routes.listFolders, async ({ caller, params }) =>
    inFirm(database, caller.firmId, async (trx) => {
      await requireClient(trx, caller, params.client);
      return { items: await listFolders(platform, trx, caller, params.client) };
    }),
  );

  registerRoute(app, platform, routes.createFolder, async ({ caller, params, body }) => {
    const folder = await inFirm(database, caller.firmId, async (trx) => {
      await requireClient(trx, caller, params.client);
      const { id } = await ensureFolder(platform, trx, caller.firmId, params.client, body.path);
      return getFolder(platform, trx, caller, params.client, id);
    });
    platform.live.publish(caller.firmId, 'documents');
    return folder;
  });

  registerRoute(app, platform, routes.updateFolder, async ({ caller, params, body }) => {
    const {
      laneIds,
      clientId: _,
      ...answer
    } = await inFirm(database, caller.firmId, async (trx) => {
      const changed = await updateFolder(platform, trx, caller, params.folder, {
        ...body,
        isConfirmed: body.isConfirmed ?? false,
      });
      return { ...changed, folder: await getFolder(platform, trx, caller, changed.clientId, params.folder) };
    });
    await tellPages(platform, caller.firmId, laneIds);
    return answer;
  });

  registerRoute(app, platform, routes.applyFolderTemplate, async ({ caller }) => {
    const answer = await inFirm(database, caller.firmId, (trx) => applyTemplate(platform, trx, caller));
    platform.live.publish(caller.firmId, 'documents');
    return answer;
  });
}

async function getFolder(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  id: string,
) {
  const folder = (await listFolders(platform, trx, caller, clientId)).find((each) => each.id === id);
  if (!folder) throw new NavetteError('not_found');
  return folder;
}

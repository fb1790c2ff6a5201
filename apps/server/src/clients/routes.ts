import { routes } from '@navette/api';
import type { FastifyInstance } from 'fastify';
import type { FirmTransaction } from '../database/tenancy.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { registerRoute } from '../http/register-route.ts';
import { getJob } from '../jobs/list-jobs.ts';
import type { Platform } from '../platform.ts';
import { sendSheet } from '../sheets/send-sheet.ts';
import { archiveClient } from './archive-client.ts';
import { previewBulkClients } from './bulk-clients.ts';
import { listClientMembers, setClientMembers } from './client-members.ts';
import { getClient } from './describe-clients.ts';
import { exportClients } from './export-clients.ts';
import { listClients } from './list-clients.ts';
import { createClient, updateClient } from './save-client.ts';
import { requireClient } from './visible-clients.ts';

export function registerClientRoutes(app: FastifyInstance, platform: Platform): void {
  const { app: database } = platform.database;

  /** Does something with a client that the caller may see, and gives the client as it is then. */
  const change = (caller: FirmCaller, id: string, work: (trx: FirmTransaction) => Promise<unknown>) =>
    inFirm(database, caller.firmId, async (trx) => {
      await requireClient(trx, caller, id);
      await work(trx);
      return getClient(platform, trx, caller, id);
    });

  registerRoute(app, platform, routes.listClients, ({ caller, query }) =>
    inFirm(database, caller.firmId, (trx) => listClients(platform, trx, caller, query)),
  );

  registerRoute(app, platform, routes.createClient, ({ caller, body }) =>
    inFirm(database, caller.firmId, async (trx) =>
      getClient(platform, trx, caller, await createClient(platform, trx, caller, body)),
    ),
  );

  registerRoute(app, platform, routes.getClient, ({ caller, params }) =>
    change(caller, params.client, async () => {}),
  );

  registerRoute(app, platform, routes.updateClient, ({ caller, params, body }) =>
    change(caller, params.client, (trx) => updateClient(platform, trx, caller, params.client, body)),
  );

  registerRoute(app, platform, routes.archiveClient, ({ caller, params }) =>
    change(caller, params.client, (trx) => archiveClient(platform, trx, caller, params.client, 'archived')),
  );

  registerRoute(app, platform, routes.restoreClient, ({ caller, params }) =>
    change(caller, params.client, (trx) => archiveClient(platform, trx, caller, params.client, 'active')),
  );

  registerRoute(app, platform, routes.previewBulkClients, ({ caller, body }) =>
    inFirm(database, caller.firmId, async (trx) =>
      getJob(trx, caller, await previewBulkClients(platform, trx, caller, body)),
    ),
  );

  registerRoute(app, platform, routes.exportClients, async ({ caller, body, reply }) => {
    const rows = await inFirm(database, caller.firmId, (trx) =>
      exportClients(platform, trx, caller, body.selection),
    );
    return sendSheet(reply, body.format, 'dossiers-clients', rows);
  });

  registerRoute(app, platform, routes.listClientMembers, ({ caller, params }) =>
    inFirm(database, caller.firmId, async (trx) => {
      await requireClient(trx, caller, params.client);
      return { items: await listClientMembers(trx, caller, params.client) };
    }),
  );

  registerRoute(app, platform, routes.setClientMembers, ({ caller, params, body }) =>
    change(caller, params.client, (trx) =>
      setClientMembers(platform, trx, caller, params.client, body.userIds),
    ),
  );
}

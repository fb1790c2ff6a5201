import { routes } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FastifyInstance } from 'fastify';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { isVisibleClient, requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { registerRoute } from '../http/register-route.ts';
import type { Platform } from '../platform.ts';

export function registerConnectionRoutes(app: FastifyInstance, platform: Platform): void {
  registerRoute(app, platform, routes.listConnections, async ({ caller, params }) =>
    inFirm(platform.database.app, caller.firmId, async (trx) => {
      await requireInstallation(trx, caller.firmId, params.installation);
      const items = await selectConnections(trx, caller.firmId, params.installation)
        .where(isVisibleClient(caller))
        .orderBy('clients.sort_key')
        .execute();
      return { items };
    }),
  );

  registerRoute(app, platform, routes.createConnection, async ({ caller, params, body }) => {
    const id = platform.newId();
    const connection = await inFirm(platform.database.app, caller.firmId, async (trx) => {
      await requireInstallation(trx, caller.firmId, params.installation);
      await requireClient(trx, caller, body.clientId);
      const inserted = await trx
        .insertInto('connections')
        .values({
          firm_id: caller.firmId,
          id,
          installation_id: params.installation,
          client_id: body.clientId,
          client_key: body.clientKey,
          client_key_label: body.clientKeyLabel ?? null,
          created_at: platform.clock().toISOString(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!inserted) throw new NavetteError('connection_exists');
      const created = await selectConnections(trx, caller.firmId, params.installation)
        .where('connections.id', '=', id)
        .executeTakeFirstOrThrow();
      await recordAudit(platform, trx, caller, {
        action: 'connection.created',
        subjectKind: 'connection',
        subjectId: id,
        subjectName: created.clientName,
        details: { installationId: params.installation, clientId: body.clientId },
      });
      return created;
    });
    platform.live.publish(caller.firmId, 'clients');
    return connection;
  });
}

async function requireInstallation(trx: Transaction<Schema>, firmId: string, id: string): Promise<void> {
  const row = await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}

function selectConnections(trx: Transaction<Schema>, firmId: string, installationId: string) {
  return trx
    .selectFrom('connections')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'connections.firm_id')
        .onRef('clients.id', '=', 'connections.client_id'),
    )
    .select([
      'connections.id',
      'connections.installation_id as installationId',
      'connections.client_id as clientId',
      'clients.name as clientName',
      'connections.client_key as clientKey',
      'connections.client_key_label as clientKeyLabel',
      'connections.state',
    ])
    .where('connections.firm_id', '=', firmId)
    .where('connections.installation_id', '=', installationId)
    .where('connections.state', '<>', 'disconnected');
}

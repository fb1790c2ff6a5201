import type { Connection } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';

/** The connected clients of an application that a caller sees, by name. @throws NavetteError `not_found` */
export async function listConnections(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
): Promise<Connection[]> {
  const installation = await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', installationId)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!installation) throw new NavetteError('not_found');
  return selectConnections(trx, caller, installationId).orderBy('clients.sort_key').execute();
}

/** One connected client that a caller sees. @throws NavetteError `not_found` */
export async function getConnection(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  id: string,
): Promise<Connection> {
  const row = await selectConnections(trx, caller, installationId)
    .where('connections.id', '=', id)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

function selectConnections(trx: Transaction<Schema>, caller: FirmCaller, installationId: string) {
  return trx
    .selectFrom('connections')
    .innerJoin('clients', (join) =>
      join
        .onRef('clients.firm_id', '=', 'connections.firm_id')
        .onRef('clients.id', '=', 'connections.client_id'),
    )
    .select((eb) => [
      'connections.id',
      'connections.installation_id as installationId',
      'connections.client_id as clientId',
      'clients.name as clientName',
      'connections.client_key as clientKey',
      'connections.client_key_label as clientKeyLabel',
      'connections.state',
      'connections.created_at as createdAt',
      // As an array of no rows it is empty, not null.
      eb
        .fn<string[]>('array', [
          eb
            .selectFrom('rule_connections')
            .select('rule_connections.rule_id')
            .whereRef('rule_connections.firm_id', '=', 'connections.firm_id')
            .whereRef('rule_connections.connection_id', '=', 'connections.id'),
        ])
        .as('ruleIds'),
    ])
    .where('connections.firm_id', '=', caller.firmId)
    .where('connections.installation_id', '=', installationId)
    .where('connections.state', '<>', 'disconnected')
    .where(isVisibleClient(caller));
}

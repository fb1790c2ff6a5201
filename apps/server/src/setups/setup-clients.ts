import type { Client, ClientSelection } from '@navette/api';
import { expressionBuilder, type SqlBool, sql } from 'kysely';
import { type ClientList, listClients } from '../clients/list-clients.ts';
import { selectClients } from '../clients/select-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getSetup, lockSetup } from './load-setup.ts';

interface SetupClientList extends ClientList {
  readonly only?: 'chosen' | 'not_chosen' | undefined;
}

export type SetupClient = Client & { isChosen: boolean; isConnected: boolean };

/** Clients to choose from, as `listClients` finds them. @throws NavetteError `not_found`, and as `listClients` */
export async function listSetupClients(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
  { only, ...list }: SetupClientList,
): Promise<{ items: SetupClient[]; next: string | null; total: number }> {
  const setup = await getSetup(platform, trx, caller, id);
  const page = await listClients(platform, trx, caller, { ...list, state: 'active' }, isOfChoice(id, only));
  const ids = page.items.map((client) => client.id);
  const chosen = await loadChosen(trx, caller.firmId, id, ids);
  const items = page.items.map((client) => ({
    ...client,
    isChosen: chosen.has(client.id),
    isConnected: client.connections.some(({ installationId }) => installationId === setup.installationId),
  }));
  return { ...page, items };
}

/**
 * Adds clients to the choice of a wizard, or takes them out: some, or all that a filter finds. Archived ones are left out.
 * @returns how many are chosen then, and of how many that changed. @throws NavetteError `not_found`, `setup_ended`
 */
export async function chooseClients(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
  { isChosen, selection }: { readonly isChosen: boolean; readonly selection: ClientSelection },
): Promise<{ chosen: number; changed: number }> {
  const { firmId } = caller;
  await lockSetup(platform, trx, caller, id);
  const ids = sql`${sql.val(await selectClients(trx, caller, onlyActive(selection)))}::uuid[]`;
  const { numAffectedRows } = await (isChosen
    ? sql`
      insert into setup_clients (firm_id, setup_id, client_id)
      select c.firm_id, ${id}::uuid, c.id from clients c
      where c.firm_id = ${firmId} and c.id = any(${ids}) and c.archived_at is null and c.erased_at is null
      on conflict do nothing`
    : sql`
      delete from setup_clients e
      where e.firm_id = ${firmId} and e.setup_id = ${id} and e.client_id = any(${ids})`
  ).execute(trx);
  await trx
    .updateTable('setups')
    .set({ changed_at: platform.clock().toISOString() })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  const { chosen } = await getSetup(platform, trx, caller, id);
  return { chosen, changed: Number(numAffectedRows ?? 0) };
}

function onlyActive(selection: ClientSelection): ClientSelection {
  return 'filter' in selection
    ? { ...selection, filter: { ...selection.filter, state: 'active' } }
    : selection;
}

function isOfChoice(id: string, only: SetupClientList['only']) {
  const eb = expressionBuilder<Schema, 'clients'>();
  if (only === undefined) return sql<SqlBool>`true`;
  const chosen = eb.exists(
    eb
      .selectFrom('setup_clients')
      .select(sql`1`.as('one'))
      .whereRef('setup_clients.firm_id', '=', 'clients.firm_id')
      .whereRef('setup_clients.client_id', '=', 'clients.id')
      .where('setup_clients.setup_id', '=', id),
  );
  return only === 'chosen' ? chosen : eb.not(chosen);
}

async function loadChosen(
  trx: FirmTransaction,
  firmId: string,
  id: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await trx
    .selectFrom('setup_clients')
    .select('client_id as clientId')
    .where('firm_id', '=', firmId)
    .where('setup_id', '=', id)
    .where('client_id', 'in', ids)
    .execute();
  return new Set(rows.map(({ clientId }) => clientId));
}

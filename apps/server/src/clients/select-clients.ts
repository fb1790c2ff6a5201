import type { ClientSelection } from '@navette/api';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { selectClientIds } from './list-clients.ts';
import { isVisibleClient } from './visible-clients.ts';

/**
 * The clients of a selection that the caller sees, by name. What he does not see is as if it did not exist.
 * @throws NavetteError as `listClients`, for the filter
 */
export async function selectClients(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  selection: ClientSelection,
): Promise<string[]> {
  if ('filter' in selection) {
    const excluded = new Set(selection.excludedIds);
    const ids = await selectClientIds(trx, caller, selection.filter);
    return ids.filter((id) => !excluded.has(id));
  }
  const { rows } = await sql<{ id: string }>`
    select clients.id from clients
    where clients.firm_id = ${caller.firmId} and clients.id = any(${sql.val(selection.ids)}::uuid[])
      and clients.erased_at is null and ${isVisibleClient(caller)}
    order by clients.sort_key, clients.id`.execute(trx);
  return rows.map(({ id }) => id);
}

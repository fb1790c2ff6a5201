/** Clients from a file, applied: `client.import`, a bulk job. */

import type { ClientImport, ImportRow } from '@navette/api';
import { NavetteError, normaliseValue, valueKey } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { type AttributeFacts, loadAttributes } from '../attributes/list-attributes.ts';
import { createAttribute } from '../attributes/save-attribute.ts';
import { changeAssigned } from '../clients/client-members.ts';
import { createClient, updateClient } from '../clients/save-client.ts';
import { foldForSearch } from '../clients/search-key.ts';
import { selectCollaborators } from '../clients/select-collaborators.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defineBulkKind } from '../jobs/bulk-job.ts';
import type { Platform } from '../platform.ts';
import type { ImportColumn } from './import-columns.ts';
import { nameKeyOf } from './name-key.ts';
import type { RowWrites } from './plan-import.ts';

export type ImportParams = Omit<ClientImport, 'job' | 'columns' | 'otherSheets'> & {
  readonly columns: readonly ImportColumn[];
  readonly otherSheets: readonly string[];
};

export type ImportItem = ImportRow & { readonly writes: RowWrites };

export const clientImport = defineBulkKind<ImportParams, ImportItem>({
  kind: 'client.import',
  async requireRights(_platform, trx, caller, { columns }) {
    const makesAttributes = columns.some(({ target }) => target === 'new');
    if (caller.role === 'client' || (makesAttributes && caller.role !== 'admin'))
      throw new NavetteError('not_allowed');
    // Two imports of one firm take turns, chunk by chunk: the second finds the clients that the first has made.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`client.import ${caller.firmId}`}::text, 0))`.execute(
      trx,
    );
  },
  async applyItem(platform, trx, caller, { payload, params }) {
    const { writes, change } = payload;
    const made = await ensureAttributes(platform, trx, caller, writes);
    const attributes = [...writes.attributes, ...made];
    if (change === 'create') {
      const known = await loadAttributes(trx, caller.firmId);
      const existingId = await findAgain(trx, caller.firmId, params.matchBy, known, payload);
      if (existingId !== null)
        return acceptSame(platform, trx, caller, existingId, { ...writes, attributes });
      const { name = payload.name } = writes;
      const clientId = await createClient(platform, trx, caller, { name, attributes }, known);
      await assign(platform, trx, caller, clientId, writes);
      return { detail: { clientId } };
    }
    const clientId = payload.clientId ?? '';
    await requireClient(trx, caller, clientId);
    const isChanged = await updateClient(platform, trx, caller, clientId, { name: writes.name, attributes });
    const isAssigned = await assign(platform, trx, caller, clientId, writes);
    return isChanged || isAssigned ? undefined : { state: 'skipped', detail: { why: 'unchanged' } };
  },
});

interface Written extends RowWrites {
  readonly attributes: readonly { attributeId: string; value: string; overrideReason: string | null }[];
}

/** The client was made since the preview, by this file most likely: nothing is to be done, or the person has to look again. */
async function acceptSame(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  { name, attributes }: Written,
) {
  await requireClient(trx, caller, clientId);
  if (await updateClient(platform, trx, caller, clientId, { name, attributes }))
    throw new NavetteError('import_changed_since');
  return { state: 'skipped' as const, detail: { why: 'unchanged' } };
}

/** Whether somebody made the client of a row since the preview, by what rows of this import are recognised by. */
async function findAgain(
  trx: Transaction<Schema>,
  firmId: string,
  matchBy: string,
  attributes: readonly AttributeFacts[],
  { name, writes }: ImportItem,
): Promise<string | null> {
  const given = writes.attributes.find(({ attributeId }) => attributeId === matchBy);
  if (given !== undefined) {
    const attribute = attributes.find(({ id }) => id === matchBy);
    if (attribute === undefined) return null;
    const key = valueKey(attribute.kind, normaliseValue(attribute.kind, given.value));
    const row = await trx
      .selectFrom('attribute_values')
      .select('client_id')
      .where('firm_id', '=', firmId)
      .where('attribute_id', '=', matchBy)
      .where('value_key', '=', key)
      .executeTakeFirst();
    return row?.client_id ?? null;
  }
  // By its sort key first, which an index has; names that only look alike there are compared after.
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from clients
    where firm_id = ${firmId} and sort_key = sortable(${name}) and erased_at is null`.execute(trx);
  return rows.find((row) => nameKeyOf(row.name) === nameKeyOf(name))?.id ?? null;
}

/** Makes the attributes that columns of this file name, once. */
async function ensureAttributes(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { newAttributes }: RowWrites,
): Promise<{ attributeId: string; value: string; overrideReason: null }[]> {
  if (newAttributes.length === 0) return [];
  const existing = await loadAttributes(trx, caller.firmId);
  const written = [];
  for (const { label, value } of newAttributes) {
    const found = existing.find((each) => foldForSearch(each.label) === foldForSearch(label));
    const attributeId =
      found?.id ??
      (await createAttribute(platform, trx, caller, { label: label.slice(0, 100), kind: 'text' }));
    written.push({ attributeId, value, overrideReason: null });
  }
  return written;
}

/** A cell that names people names all of them; client users stay. */
async function assign(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  { collaboratorIds }: RowWrites,
): Promise<boolean> {
  if (collaboratorIds === undefined) return false;
  const rows = await selectCollaborators(trx, caller.firmId)
    .select('members.user_id as userId')
    .where('client_members.client_id', '=', clientId)
    .execute();
  const old = rows.map(({ userId }) => userId);
  const isLimited = caller.role === 'collaborator' && !caller.seesAllClients;
  return changeAssigned(platform, trx, caller, clientId, {
    added: collaboratorIds.filter((id) => !old.includes(id)),
    removed: old.filter((id) => !collaboratorIds.includes(id) && !(isLimited && id === caller.userId)),
  });
}

/** One change of many clients: `client.change`, a bulk job. */
import type { BulkClientAction, ClientSelection } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { loadAttributes } from '../attributes/list-attributes.ts';
import { readValue } from '../attributes/read-value.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defineBulkKind, type NewJobItem } from '../jobs/bulk-job.ts';
import { createJob } from '../jobs/create-job.ts';
import type { Platform } from '../platform.ts';
import { archiveClient } from './archive-client.ts';
import { changeAssigned, requireMembers } from './client-members.ts';
import { updateClient } from './save-client.ts';
import { selectClients } from './select-clients.ts';
import { requireClient } from './visible-clients.ts';

/** What the job keeps; `attributeLabel` for its page. */
export type BulkChange = {
  readonly action: BulkClientAction;
  readonly userIds?: readonly string[];
  readonly attributeId?: string;
  readonly attributeLabel?: string;
  readonly value?: string | null;
};

type Item = { readonly clientId: string; readonly name: string };

export interface GivenBulkChange {
  readonly action: BulkClientAction;
  readonly userIds?: readonly string[] | undefined;
  readonly attributeId?: string | undefined;
  readonly value?: string | null | undefined;
  readonly selection: ClientSelection;
}

/**
 * Freezes which clients a change will touch, those that need nothing being said so. @returns the job's id
 * @throws NavetteError `invalid_request` for what the action lacks, `not_found` for people and attributes, a code of
 * `valueProblemCodes` for the value, `unique_for_many`
 */
export async function previewBulkClients(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  given: GivenBulkChange,
): Promise<string> {
  const ids = await selectClients(trx, caller, given.selection);
  const change = await readChange(trx, caller, given, ids.length);
  const clients = await loadClients(trx, caller.firmId, ids, change);
  const items = clients.map(({ id, name, isSame }): NewJobItem => {
    const payload = { clientId: id, name } satisfies Item;
    return isSame ? { payload, skipped: { why: 'unchanged' } } : { payload };
  });
  return createJob(platform, trx, caller, { kind: clientChange.kind, params: change, items });
}

export const clientChange = defineBulkKind<BulkChange, Item>({
  kind: 'client.change',
  async requireRights(_platform, trx, caller, { userIds = [] }) {
    if (caller.role === 'client') throw new NavetteError('not_allowed');
    await requireMembers(trx, caller, userIds);
  },
  async applyItem(platform, trx, caller, { payload: { clientId }, params }) {
    await requireClient(trx, caller, clientId);
    const isChanged = await applyChange(platform, trx, caller, clientId, params);
    return isChanged ? undefined : { state: 'skipped', detail: { why: 'unchanged' } };
  },
});

async function applyChange(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  { action, userIds = [], attributeId = '', value = null }: BulkChange,
): Promise<boolean> {
  switch (action) {
    case 'assign':
      return changeAssigned(platform, trx, caller, clientId, { added: userIds, removed: [] });
    case 'unassign':
      return changeAssigned(platform, trx, caller, clientId, { added: [], removed: userIds });
    case 'archive':
      return archiveClient(platform, trx, caller, clientId, 'archived');
    case 'restore':
      return archiveClient(platform, trx, caller, clientId, 'active');
    case 'set_attribute':
      return updateClient(platform, trx, caller, clientId, { attributes: [{ attributeId, value }] });
  }
}

async function readChange(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { action, userIds = [], attributeId, value }: GivenBulkChange,
  clients: number,
): Promise<BulkChange> {
  if (action === 'assign' || action === 'unassign') {
    const people = [...new Set(userIds)].filter((id) => action === 'assign' || !mustStay(caller, id));
    if (people.length === 0) throw missing('userIds');
    await requireMembers(trx, caller, people);
    return { action, userIds: people };
  }
  if (action !== 'set_attribute') return { action };
  if (attributeId === undefined) throw missing('attributeId');
  if (value === undefined) throw missing('value');
  const attribute = (await loadAttributes(trx, caller.firmId)).find(({ id }) => id === attributeId);
  if (!attribute) throw new NavetteError('not_found', { field: 'attributeId' });
  const read = readValue(attribute, value ?? '', null, 'value');
  if (attribute.isUnique && read !== null && clients > 1)
    throw new NavetteError('unique_for_many', { label: attribute.label, field: 'value' });
  return { action, attributeId, attributeLabel: attribute.label, value: read?.value ?? null };
}

/** A collaborator limited to his clients does not take himself off by a slip. */
function mustStay(caller: FirmCaller, userId: string): boolean {
  return caller.role === 'collaborator' && !caller.seesAllClients && userId === caller.userId;
}

function missing(field: string): NavetteError {
  return new NavetteError('invalid_request', { detail: field, field });
}

/** By name, each with whether it is already as the change would make it. */
async function loadClients(
  trx: Transaction<Schema>,
  firmId: string,
  ids: readonly string[],
  change: BulkChange,
): Promise<{ id: string; name: string; isSame: boolean }[]> {
  const { rows } = await sql<{ id: string; name: string; isSame: boolean }>`
    select c.id, c.name, ${isSame(change)} as "isSame"
    from clients c where c.firm_id = ${firmId} and c.id = any(${sql.val(ids)}::uuid[])
    order by c.sort_key, c.id`.execute(trx);
  return rows;
}

function isSame({ action, userIds = [], attributeId, value = null }: BulkChange) {
  const assigned = sql`(select count(*) from client_members m
    where m.firm_id = c.firm_id and m.client_id = c.id and m.user_id = any(${sql.val(userIds)}::uuid[]))`;
  switch (action) {
    case 'assign':
      return sql`${assigned} = ${userIds.length}::int`;
    case 'unassign':
      return sql`${assigned} = 0`;
    case 'archive':
      return sql`c.archived_at is not null`;
    case 'restore':
      return sql`c.archived_at is null`;
    case 'set_attribute':
      return sql`(select v.value from attribute_values v where v.firm_id = c.firm_id and v.client_id = c.id
        and v.attribute_id = ${attributeId ?? null}::uuid) is not distinct from ${value}::text`;
  }
}

/** Which clients are assigned to somebody. */
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { foldForSearch } from '../clients/search-key.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';
import { listNames, lockMember } from './members-change.ts';

export interface MemberClientFilter {
  readonly search?: string | undefined;
  readonly assigned?: 'true' | 'false' | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of the firm's clients by name, each with whether it is assigned to this member. @throws NavetteError `not_found` */
export async function listMemberClients(
  trx: Transaction<Schema>,
  firmId: string,
  userId: string,
  filter: MemberClientFilter,
) {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  await requireMember(trx, firmId, userId);
  let query = trx
    .selectFrom('clients')
    .leftJoin('client_members', (join) =>
      join
        .onRef('client_members.firm_id', '=', 'clients.firm_id')
        .onRef('client_members.client_id', '=', 'clients.id')
        .on('client_members.user_id', '=', userId),
    )
    .where('clients.firm_id', '=', firmId)
    .where('clients.archived_at', 'is', null);
  for (const word of foldForSearch(filter.search ?? '').split(' ')) {
    if (word !== '') query = query.where(sql<boolean>`position(${word} in clients.search_key) > 0`);
  }
  if (filter.assigned === 'true') query = query.where('client_members.user_id', 'is not', null);
  if (filter.assigned === 'false') query = query.where('client_members.user_id', 'is', null);
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (cursor !== null) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('clients.sort_key', 'clients.id'), '>', tuple(cursor.key, cursor.id)),
    );
  }
  const rows = await query
    .select(['clients.id', 'clients.name', 'clients.sort_key as key'])
    .select(({ eb }) => eb('client_members.user_id', 'is not', null).as('isAssigned'))
    .orderBy('clients.sort_key')
    .orderBy('clients.id')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, (row) => row);
  const items = page.items.map(({ key: _, isAssigned, ...client }) => ({
    ...client,
    isAssigned: Boolean(isAssigned),
  }));
  return { items, next: page.next, total };
}

/** Calling twice is safe. @throws NavetteError `not_found` for the member or one of the clients to add */
export async function changeMemberClients(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  userId: string,
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<void> {
  const { firmId } = caller;
  const member = await lockMember(trx, firmId, userId);
  const added = await assignClients(trx, firmId, userId, add);
  const removed =
    remove.length === 0
      ? []
      : await trx
          .deleteFrom('client_members')
          .using('clients')
          .whereRef('clients.firm_id', '=', 'client_members.firm_id')
          .whereRef('clients.id', '=', 'client_members.client_id')
          .where('client_members.firm_id', '=', firmId)
          .where('client_members.user_id', '=', userId)
          .where('client_members.client_id', 'in', remove)
          .returning('clients.name')
          .execute();
  if (added.length + removed.length === 0) return;
  await recordAudit(platform, trx, caller, {
    ...{
      action: 'member.clients_changed',
      subjectKind: 'member',
      subjectId: userId,
      subjectName: member.name,
    },
    details: {
      ...(added.length === 0 ? {} : { added: added.length, addedClients: listNames(added) }),
      ...(removed.length === 0 ? {} : { removed: removed.length, removedClients: listNames(removed) }),
    },
  });
}

/** @returns the names of those that were not assigned yet @throws NavetteError `not_found` */
export async function assignClients(
  trx: Transaction<Schema>,
  firmId: string,
  userId: string,
  clientIds: readonly string[],
): Promise<{ name: string }[]> {
  const wanted = [...new Set(clientIds)];
  if (wanted.length === 0) return [];
  const clients = await trx
    .selectFrom('clients')
    .select(['id', 'name'])
    .where('firm_id', '=', firmId)
    .where('id', 'in', wanted)
    .execute();
  if (clients.length < wanted.length) throw new NavetteError('not_found');
  const inserted = await trx
    .insertInto('client_members')
    .values(clients.map(({ id }) => ({ firm_id: firmId, client_id: id, user_id: userId })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('client_id')
    .execute();
  const ids = new Set(inserted.map(({ client_id }) => client_id));
  return clients.filter(({ id }) => ids.has(id));
}

async function requireMember(trx: Transaction<Schema>, firmId: string, userId: string): Promise<void> {
  const row = await trx
    .selectFrom('members')
    .select('user_id')
    .where('firm_id', '=', firmId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}

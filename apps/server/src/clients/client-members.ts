import { NavetteError } from '@navette/model';
import { type Expression, expressionBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { listNames } from '../attributes/shared-values.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { isVisibleClient, seesAllClients } from './visible-clients.ts';

/**
 * Whom a caller may assign: the firm's own people, and client users. Those of clients that are hidden from him are hidden too: their
 * names would tell who the firm's clients are.
 */
function isAssignable(caller: FirmCaller): Expression<SqlBool> {
  if (seesAllClients(caller)) return sql<SqlBool>`true`;
  const eb = expressionBuilder<Schema, 'members'>();
  const shared = eb
    .selectFrom('client_members as given')
    .innerJoin('clients', (join) =>
      join.onRef('clients.firm_id', '=', 'given.firm_id').onRef('clients.id', '=', 'given.client_id'),
    )
    .select(sql`1`.as('one'))
    .whereRef('given.firm_id', '=', 'members.firm_id')
    .whereRef('given.user_id', '=', 'members.user_id')
    .where(isVisibleClient(caller));
  return eb.or([eb('members.role', '<>', 'client'), eb.exists(shared)]);
}

/** Active members of the firm whom the caller may assign, by name, each with whether he is assigned to a client. */
export function listClientMembers(trx: Transaction<Schema>, caller: FirmCaller, clientId: string) {
  return trx
    .selectFrom('members')
    .leftJoin('client_members', (join) =>
      join
        .onRef('client_members.firm_id', '=', 'members.firm_id')
        .onRef('client_members.user_id', '=', 'members.user_id')
        .on('client_members.client_id', '=', clientId),
    )
    .select(['members.user_id as id', 'members.name', 'members.email', 'members.role'])
    .select(sql<boolean>`client_members.user_id is not null`.as('isAssigned'))
    .where('members.firm_id', '=', caller.firmId)
    .where(isAssignable(caller))
    .where((eb) => eb.or([eb('members.state', '=', 'active'), eb('client_members.user_id', 'is not', null)]))
    .orderBy('members.name')
    .execute();
}

/**
 * Assigns exactly these people to a client; a collaborator limited to his clients keeps himself, or he would lock himself out by
 * a slip. @throws NavetteError `not_found` for somebody who is not an active member
 */
export async function setClientMembers(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  userIds: readonly string[],
): Promise<void> {
  const isLimited = caller.role === 'collaborator' && !caller.seesAllClients;
  const wanted = new Set(isLimited ? [...userIds, caller.userId] : userIds);
  const old = await listAssigned(trx, caller.firmId, clientId);
  const removed = old.filter((userId) => !wanted.has(userId));
  const added = [...wanted].filter((userId) => !old.includes(userId));
  await changeAssigned(platform, trx, caller, clientId, { added, removed });
}

/**
 * Assigns people to a client, or takes it from them. @returns whether anything changed
 * @throws NavetteError `not_found` for somebody to add who is not an active member
 */
export async function changeAssigned(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): Promise<boolean> {
  const { firmId } = caller;
  await requireMembers(trx, caller, added);
  const inserted =
    added.length === 0
      ? []
      : await trx
          .insertInto('client_members')
          .values(added.map((user_id) => ({ firm_id: firmId, client_id: clientId, user_id })))
          .onConflict((conflict) => conflict.doNothing())
          .returning('user_id as userId')
          .execute();
  const deleted =
    removed.length === 0
      ? []
      : await trx
          .deleteFrom('client_members')
          .where('firm_id', '=', firmId)
          .where('client_id', '=', clientId)
          .where('user_id', 'in', removed)
          .returning('user_id as userId')
          .execute();
  if (inserted.length + deleted.length === 0) return false;
  const { name } = await trx
    .selectFrom('clients')
    .select('name')
    .where('firm_id', '=', firmId)
    .where('id', '=', clientId)
    .executeTakeFirstOrThrow();
  const names = await namesOf(trx, firmId, [...inserted, ...deleted]);
  const list = (rows: readonly { userId: string }[]) =>
    listNames(rows.map(({ userId }) => names.get(userId) ?? '…'));
  await recordAudit(platform, trx, caller, {
    ...{ action: 'client.members_changed', subjectKind: 'client', subjectId: clientId, subjectName: name },
    details: {
      ...(inserted.length === 0 ? {} : { added: list(inserted) }),
      ...(deleted.length === 0 ? {} : { removed: list(deleted) }),
    },
  });
  platform.live.publish(firmId, 'clients');
  return true;
}

async function listAssigned(trx: Transaction<Schema>, firmId: string, clientId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('client_members')
    .select('user_id as userId')
    .where('firm_id', '=', firmId)
    .where('client_id', '=', clientId)
    .execute();
  return rows.map(({ userId }) => userId);
}

/** @throws NavetteError `not_found` unless all are active members whom the caller may assign */
export async function requireMembers(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  userIds: readonly string[],
): Promise<void> {
  const wanted = [...new Set(userIds)];
  if (wanted.length === 0) return;
  const rows = await trx
    .selectFrom('members')
    .select('user_id')
    .where('firm_id', '=', caller.firmId)
    .where('user_id', 'in', wanted)
    .where('state', '=', 'active')
    .where(isAssignable(caller))
    .execute();
  if (rows.length < wanted.length) throw new NavetteError('not_found', { field: 'userIds' });
}

async function namesOf(
  trx: Transaction<Schema>,
  firmId: string,
  people: readonly { userId: string }[],
): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('members')
    .select(['user_id', 'name'])
    .where('firm_id', '=', firmId)
    .where(
      'user_id',
      'in',
      people.map(({ userId }) => userId),
    )
    .execute();
  return new Map(rows.map(({ user_id, name }) => [user_id, name]));
}

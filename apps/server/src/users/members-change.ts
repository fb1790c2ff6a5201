/** What an administrator changes of people: role, name, what they see, whether they may come in, who has their computers. */
import type { Member } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

export interface MemberChange {
  readonly name?: string | undefined;
  readonly role?: Member['role'] | undefined;
  readonly seesAllClients?: boolean | undefined;
}

/** @throws NavetteError `not_found`, `last_admin` */
export async function updateMember(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  userId: string,
  change: MemberChange,
): Promise<void> {
  const { member: old, hasOtherAdmin } = await lockWithAdmins(trx, caller.firmId, userId);
  const role = change.role ?? old.role;
  // A client user who becomes a collaborator keeps the clients given to him until he is given all.
  const sees_all_clients = role !== 'client' && (change.seesAllClients ?? old.sees_all_clients);
  const name = change.name ?? old.name;
  if (role === old.role && sees_all_clients === old.sees_all_clients && name === old.name) return;
  if (old.role === 'admin' && role !== 'admin' && old.state === 'active' && !hasOtherAdmin)
    throw new NavetteError('last_admin');
  await trx
    .updateTable('members')
    .set({ role, sees_all_clients, name })
    .where('firm_id', '=', caller.firmId)
    .where('user_id', '=', userId)
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{ action: 'member.changed', subjectKind: 'member', subjectId: userId, subjectName: old.name },
    details: {
      ...(role === old.role ? {} : { roleBefore: old.role, role }),
      ...(sees_all_clients === old.sees_all_clients ? {} : { seesAllClients: sees_all_clients }),
      ...(name === old.name ? {} : { nameBefore: old.name, name }),
    },
  });
}

/**
 * Shuts the firm to somebody, or opens it again. His sessions and his computers follow at their next request: membership is read
 * each time. Calling twice is safe. @throws NavetteError `not_found`, `last_admin`
 */
export async function setMemberState(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  userId: string,
  state: Member['state'],
): Promise<void> {
  const { member: old, hasOtherAdmin } = await lockWithAdmins(trx, caller.firmId, userId);
  if (old.state === state) return;
  if (old.role === 'admin' && state === 'deactivated' && !hasOtherAdmin) throw new NavetteError('last_admin');
  await trx
    .updateTable('members')
    .set({ state })
    .where('firm_id', '=', caller.firmId)
    .where('user_id', '=', userId)
    .execute();
  await recordAudit(platform, trx, caller, {
    action: state === 'active' ? 'member.reactivated' : 'member.deactivated',
    ...{ subjectKind: 'member', subjectId: userId, subjectName: old.name },
  });
}

/** Gives somebody's computers to the caller, with the caller's rights. @returns how many @throws NavetteError `not_found` */
export async function takeOverAgents(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  userId: string,
): Promise<number> {
  const old = await lockMember(trx, caller.firmId, userId);
  if (userId === caller.userId) return 0;
  const taken = await trx
    .updateTable('agents')
    .set({ user_id: caller.userId })
    .where('firm_id', '=', caller.firmId)
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .returning('name')
    .execute();
  if (taken.length === 0) return 0;
  await recordAudit(platform, trx, caller, {
    ...{
      action: 'member.agents_taken_over',
      subjectKind: 'member',
      subjectId: userId,
      subjectName: old.name,
    },
    details: { agents: taken.length, names: listNames(taken) },
  });
  return taken.length;
}

const maxNamesLength = 500;

/** Names for the audit log, as many as one line holds. */
export function listNames(named: readonly { readonly name: string }[]): string {
  const text = named.map(({ name }) => name).join(', ');
  return text.length <= maxNamesLength ? text : `${text.slice(0, maxNamesLength)}…`;
}

/** @throws NavetteError `not_found` */
export async function lockMember(trx: Transaction<Schema>, firmId: string, userId: string) {
  const row = await trx
    .selectFrom('members')
    .select(['name', 'role', 'state', 'sees_all_clients'])
    .where('firm_id', '=', firmId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

/**
 * Locks somebody together with the active administrators, in one order: two who demote each other at once wait for one another
 * rather than for ever, and cannot both succeed. @throws NavetteError `not_found`
 */
async function lockWithAdmins(trx: Transaction<Schema>, firmId: string, userId: string) {
  const rows = await trx
    .selectFrom('members')
    .select(['user_id', 'name', 'role', 'state', 'sees_all_clients'])
    .where('firm_id', '=', firmId)
    .where(({ and, eb, or }) =>
      or([eb('user_id', '=', userId), and([eb('role', '=', 'admin'), eb('state', '=', 'active')])]),
    )
    .orderBy('user_id')
    .forUpdate()
    .execute();
  const member = rows.find((row) => row.user_id === userId);
  if (!member) throw new NavetteError('not_found');
  return { member, hasOtherAdmin: rows.some((row) => row.user_id !== userId) };
}

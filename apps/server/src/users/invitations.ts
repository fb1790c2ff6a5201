/**
 * Invitations to a firm, as administrators see them: pending → accepted | cancelled. A pending one expires 7 days after its last
 * sending and may be sent again.
 */
import type { Invitation } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import { reasonOf } from '../http/problem.ts';
import type { Platform } from '../platform.ts';

export interface InvitationFilter {
  readonly all?: 'true' | 'false' | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of a firm's invitations, newest first; those that wait, unless `all`. */
export async function listInvitations(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  filter: InvitationFilter,
) {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  let query = trx.selectFrom('invitations').where('firm_id', '=', firmId);
  if (filter.all !== 'true') query = query.where('accepted_at', 'is', null).where('cancelled_at', 'is', null);
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (cursor !== null) query = query.where('id', '<', cursor.id);
  const rows = await query
    .select('id')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows, limit, ({ id }) => ({ key: '', id }));
  const ids = page.items.map(({ id }) => id);
  return { items: await describeInvitations(platform, trx, firmId, ids), next: page.next, total };
}

/** @throws NavetteError `not_found` */
export async function getInvitation(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
): Promise<Invitation> {
  const [invitation] = await describeInvitations(platform, trx, firmId, [id]);
  if (!invitation) throw new NavetteError('not_found');
  return invitation;
}

/** What rows show of invitations, newest first. */
async function describeInvitations(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  ids: readonly string[],
): Promise<Invitation[]> {
  if (ids.length === 0) return [];
  const now = platform.clock().getTime();
  const rows = await trx
    .selectFrom('invitations')
    .innerJoin('members', (join) =>
      join
        .onRef('members.firm_id', '=', 'invitations.firm_id')
        .onRef('members.user_id', '=', 'invitations.invited_by'),
    )
    .selectAll('invitations')
    .select('members.name as inviter')
    .select(({ selectFrom, fn }) =>
      selectFrom('invitation_clients')
        .whereRef('invitation_clients.firm_id', '=', 'invitations.firm_id')
        .whereRef('invitation_clients.invitation_id', '=', 'invitations.id')
        .select(fn.countAll<number>().as('count'))
        .$asScalar()
        .$notNull()
        .as('clients'),
    )
    .where('invitations.firm_id', '=', firmId)
    .where('invitations.id', 'in', ids)
    .orderBy('invitations.id', 'desc')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, email: row.email, name: row.name, role: row.role },
    ...{ seesAllClients: row.sees_all_clients, clients: row.clients, state: stateOf(row, now) },
    invitedBy: { id: row.invited_by, name: row.inviter },
    ...{ createdAt: row.created_at, sentAt: row.sent_at },
    mailProblem: row.mail_code === null ? null : reasonOf(row.mail_code, row.mail_params ?? {}),
    ...{ expiresAt: row.expires_at, endedAt: row.accepted_at ?? row.cancelled_at },
  }));
}

interface InvitationTimes {
  readonly accepted_at: string | null;
  readonly cancelled_at: string | null;
  readonly expires_at: string;
}

/** @param now in ms since 1970 */
export function stateOf(row: InvitationTimes, now: number): Invitation['state'] {
  if (row.accepted_at !== null) return 'accepted';
  if (row.cancelled_at !== null) return 'cancelled';
  return Date.parse(row.expires_at) <= now ? 'expired' : 'pending';
}

/** Calling twice is safe. @throws NavetteError `not_found`; `invitation_used` */
export async function cancelInvitation(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
): Promise<void> {
  const row = await lockInvitation(trx, caller.firmId, id);
  if (row.accepted_at !== null) throw new NavetteError('invitation_used');
  if (row.cancelled_at !== null) return;
  await trx
    .updateTable('invitations')
    .set({ cancelled_at: platform.clock().toISOString() })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', id)
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{ action: 'invitation.cancelled', subjectKind: 'invitation', subjectId: id, subjectName: row.email },
  });
}

/** @throws NavetteError `not_found` */
export async function lockInvitation(trx: Transaction<Schema>, firmId: string, id: string) {
  const row = await trx
    .selectFrom('invitations')
    .selectAll()
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

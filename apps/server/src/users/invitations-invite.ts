/** Inviting people, and sending an invitation again. */
import type { Invitation, Reason } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import { getInvitation, lockInvitation } from './invitations.ts';
import { orderInvitationMail } from './invitations-mail.ts';
import { makeInvitationToken } from './invitations-token.ts';

const daysGood = 7;
const dayMs = 86_400_000;

export interface NewInvitations {
  readonly people: readonly { readonly email: string; readonly name?: string | null | undefined }[];
  readonly role: Invitation['role'];
  readonly seesAllClients: boolean;
  readonly clientIds: readonly string[];
  readonly language: 'fr' | 'en';
}

export interface InvitedAddress {
  readonly email: string;
  readonly invitation: Invitation | null;
  readonly problem: Reason | null;
}

/**
 * Invites each address once. One that is already invited has its invitation replaced by this one and sent again.
 * @returns for each address its invitation, or why there is none @throws NavetteError `not_found` for a client
 */
export async function invite(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { people, clientIds, ...rights }: NewInvitations,
): Promise<InvitedAddress[]> {
  const clients = rights.role === 'admin' ? [] : await requireClients(trx, caller.firmId, clientIds);
  const byEmail = new Map(people.map(({ email, name }) => [email.trim().toLowerCase(), name ?? null]));
  const answers: InvitedAddress[] = [];
  for (const [email, name] of byEmail) {
    const problem = await findProblem(trx, caller.firmId, email);
    const id =
      problem === null ? await save(platform, trx, caller, { email, name, clients, ...rights }) : null;
    const invitation = id === null ? null : await getInvitation(platform, trx, caller.firmId, id);
    answers.push({ email, invitation, problem });
  }
  return answers;
}

/** @throws NavetteError `not_found`, `invitation_used`, `invitation_cancelled` */
export async function resendInvitation(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
): Promise<void> {
  const { firmId } = caller;
  const row = await lockInvitation(trx, firmId, id);
  if (row.accepted_at !== null) throw new NavetteError('invitation_used');
  if (row.cancelled_at !== null) throw new NavetteError('invitation_cancelled');
  await trx
    .updateTable('invitations')
    // Whoever sends it answers for it: the one who invited may have left.
    .set({ ...freshDates(platform), invited_by: caller.userId })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{ action: 'invitation.resent', subjectKind: 'invitation', subjectId: id, subjectName: row.email },
  });
  await orderInvitationMail(platform, trx, firmId, id);
}

interface OneInvitation extends Omit<NewInvitations, 'people' | 'clientIds'> {
  readonly email: string;
  readonly name: string | null;
  readonly clients: readonly string[];
}

/** @returns its id */
async function save(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { email, name, role, seesAllClients, clients, language }: OneInvitation,
): Promise<string> {
  const { firmId } = caller;
  const sees_all_clients = role === 'admin' || (role === 'collaborator' && seesAllClients);
  const values = {
    name,
    role,
    sees_all_clients,
    language,
    invited_by: caller.userId,
    ...freshDates(platform),
  };
  const { id } = await trx
    .insertInto('invitations')
    .values({
      ...{ firm_id: firmId, id: platform.newId(), email, created_at: platform.clock().toISOString() },
      // Opens nothing: the link is made when its mail leaves, so that it is written nowhere else.
      token_sha256: makeInvitationToken(firmId).sha256,
      ...values,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['firm_id', 'email'])
        .where('accepted_at', 'is', null)
        .where('cancelled_at', 'is', null)
        .doUpdateSet(values),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .deleteFrom('invitation_clients')
    .where('firm_id', '=', firmId)
    .where('invitation_id', '=', id)
    .execute();
  if (clients.length > 0)
    await trx
      .insertInto('invitation_clients')
      .values(clients.map((client_id) => ({ firm_id: firmId, invitation_id: id, client_id })))
      .execute();
  await recordAudit(platform, trx, caller, {
    ...{ action: 'invitation.created', subjectKind: 'invitation', subjectId: id, subjectName: email },
    details: { role, seesAllClients: sees_all_clients, clients: clients.length },
  });
  await orderInvitationMail(platform, trx, firmId, id);
  return id;
}

function freshDates(platform: Platform) {
  const expires_at = new Date(platform.clock().getTime() + daysGood * dayMs).toISOString();
  return { expires_at, sent_at: null, mail_code: null, mail_params: null };
}

async function findProblem(trx: Transaction<Schema>, firmId: string, email: string): Promise<Reason | null> {
  const member = await trx
    .selectFrom('members')
    .select('state')
    .where('firm_id', '=', firmId)
    .where(({ fn }) => fn('lower', ['email']), '=', email)
    .executeTakeFirst();
  if (!member) return null;
  return reasonOf(member.state === 'active' ? 'email_taken' : 'member_deactivated');
}

/** @throws NavetteError `not_found` */
async function requireClients(
  trx: Transaction<Schema>,
  firmId: string,
  ids: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return [];
  const rows = await trx
    .selectFrom('clients')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', 'in', wanted)
    .execute();
  if (rows.length < wanted.length) throw new NavetteError('not_found');
  return wanted;
}

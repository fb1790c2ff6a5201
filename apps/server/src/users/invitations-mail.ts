/** The mail of an invitation, sent by a background job: what became of it is written on the invitation. */
import { type ErrorCode, errorCatalogue, NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { defineTask } from '../jobs/task.ts';
import { composeMail } from '../mail/compose-mail.ts';
import type { Platform } from '../platform.ts';
import { lockInvitation, stateOf } from './invitations.ts';
import { makeInvitationToken } from './invitations-token.ts';
import { invitationMail } from './invitations-words.ts';

const sendTask = 'invitation.send';

/** Has the mail of an invitation sent, once the transaction is committed. */
export async function orderInvitationMail(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  invitationId: string,
): Promise<void> {
  await platform.jobs.add(trx, sendTask, { firmId, invitationId });
}

export const invitationTask = defineTask<{ firmId: string; invitationId: string }>(
  sendTask,
  async (platform, { firmId, invitationId }, signal) => {
    const prepared = await inFirm(platform.database.app, firmId, (trx) =>
      prepare(platform, trx, firmId, invitationId),
    );
    if (prepared === null) return;
    const { to, content } = prepared;
    const failure = await platform.mail.send({ firmId, to, ...composeMail(content) }, signal).then(
      () => null,
      (error: unknown) => {
        // The process stops: another one will do it.
        if (signal.aborted || !(error instanceof NavetteError)) throw error;
        return error;
      },
    );
    await inFirm(platform.database.app, firmId, (trx) =>
      recordSending(platform, trx, firmId, invitationId, failure),
    );
    platform.live.publish(firmId, 'members');
    if (failure !== null && errorCatalogue[failure.code].retry) throw failure;
  },
);

/**
 * Makes the link, which ends the one before, and what is to be sent. `null` when there is nothing to send any more: it was sent
 * already, has ended or expired.
 */
async function prepare(platform: Platform, trx: Transaction<Schema>, firmId: string, id: string) {
  const row = await lockInvitation(trx, firmId, id);
  if (row.sent_at !== null || stateOf(row, platform.clock().getTime()) !== 'pending') return null;
  const { token, sha256 } = makeInvitationToken(firmId);
  await trx
    .updateTable('invitations')
    .set({ token_sha256: sha256, previous_sha256: row.token_sha256 })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  const { firmName, inviter } = await trx
    .selectFrom('firms')
    .innerJoin('members', 'members.firm_id', 'firms.id')
    .select(['firms.name as firmName', 'members.name as inviter'])
    .where('firms.id', '=', firmId)
    .where('members.user_id', '=', row.invited_by)
    .executeTakeFirstOrThrow();
  // After the `#`, the token reaches no server's log and no other site.
  const url = platform.mail.linkTo(`/invitation#${token}`);
  const { name, language, role } = row;
  return { to: row.email, content: invitationMail(language, { name, firmName, inviter, role, url }) };
}

async function recordSending(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
  failure: NavetteError | null,
): Promise<void> {
  const outcome: { sent_at: string | null; mail_code: ErrorCode | null; mail_params: string | null } =
    failure === null
      ? { sent_at: platform.clock().toISOString(), mail_code: null, mail_params: null }
      : { sent_at: null, mail_code: failure.code, mail_params: JSON.stringify(failure.params) };
  await trx
    .updateTable('invitations')
    .set(outcome)
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
}

/** Applications that somebody who may not add one asks for, in his own words: nothing of the catalogue is shown to him. */
import type { ApplicationRequest } from '@navette/api';
import { NavetteError } from '@navette/model';
import { recordAudit } from '../audit/record-audit.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { orderRequestMails } from './request-mail.ts';

/** Keeps a request, and has every administrator told by mail once the transaction is committed. */
export async function requestApplication(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  text: string,
): Promise<ApplicationRequest> {
  const { firmId, userId, name } = caller;
  const id = platform.newId();
  const at = platform.clock().toISOString();
  await trx
    .insertInto('application_requests')
    .values({ firm_id: firmId, id, text, requested_by: userId, requested_at: at })
    .execute();
  await orderRequestMails(platform, trx, firmId, id);
  await recordAudit(platform, trx, caller, { action: 'installation.requested', ...subjectOf(id, text) });
  return { id, text, requestedBy: { id: userId, name }, requestedAt: at };
}

/** Requests that nobody has dealt with, newest first. */
export async function listRequests(trx: FirmTransaction, firmId: string): Promise<ApplicationRequest[]> {
  const rows = await trx
    .selectFrom('application_requests')
    .innerJoin('members', (join) =>
      join
        .onRef('members.firm_id', '=', 'application_requests.firm_id')
        .onRef('members.user_id', '=', 'application_requests.requested_by'),
    )
    .select([
      'application_requests.id',
      'application_requests.text',
      'application_requests.requested_by as userId',
      'members.name',
      'application_requests.requested_at as requestedAt',
    ])
    .where('application_requests.firm_id', '=', firmId)
    .where('application_requests.closed_at', 'is', null)
    .orderBy('application_requests.id', 'desc')
    .execute();
  return rows.map(({ userId, name, ...row }) => ({ ...row, requestedBy: { id: userId, name } }));
}

/** Marks a request as dealt with. Calling twice is safe. @throws NavetteError `not_found` */
export async function closeRequest(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
): Promise<void> {
  const { firmId, userId } = caller;
  const row = await trx
    .selectFrom('application_requests')
    .select(['text', 'closed_at'])
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  if (row.closed_at !== null) return;
  await trx
    .updateTable('application_requests')
    .set({ closed_by: userId, closed_at: platform.clock().toISOString() })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .execute();
  await recordAudit(platform, trx, caller, {
    action: 'installation.request_closed',
    ...subjectOf(id, row.text),
  });
}

function subjectOf(id: string, text: string) {
  return { subjectKind: 'application_request', subjectId: id, subjectName: text.slice(0, 200) };
}

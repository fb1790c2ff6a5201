/** The mailbox where a firm that has a mail server of its own reads what came back. */
import type { BounceMailboxChange, FirmBounceMailbox } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import type { BounceMailbox } from './open-imap.ts';

/** What its password is sealed for. */
const passwordPlace = 'bounce_mailboxes/password';

/** What the page shows; the password is written, never read. `null` where the firm has none. */
export async function getFirmMailbox(
  trx: Transaction<Schema>,
  firmId: string,
): Promise<FirmBounceMailbox | null> {
  const row = await selectRow(trx, firmId).executeTakeFirst();
  if (!row) return null;
  return {
    ...{ address: row.address, host: row.host, port: row.port, security: row.security },
    ...{ user: row.user_name, folder: row.folder, readAt: row.read_at },
    reason: row.problem_code === null ? null : reasonOf(row.problem_code, row.problem_params ?? {}),
  };
}

/** What is needed to read it. @throws NavetteError `mailbox_not_configured` */
export async function loadFirmMailbox(
  platform: Pick<Platform, 'keys'>,
  trx: Transaction<Schema>,
  firmId: string,
): Promise<BounceMailbox & { changedAt: string }> {
  const row = await selectRow(trx, firmId).executeTakeFirst();
  if (!row) throw new NavetteError('mailbox_not_configured');
  const { host, port, security, user_name: user, folder, changed_at: changedAt } = row;
  const password = await platform.keys.unsealForFirm(trx, firmId, passwordPlace, row.password);
  return { host, port, security, user, password, folder, changedAt };
}

/**
 * Sets the mailbox, which is then read at once. A password that is not given is kept, as long as the server and the user stay: it is
 * not handed to another server than the one it was typed for. @throws NavetteError `invalid_request` when there is none to keep
 */
export async function saveFirmMailbox(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  change: BounceMailboxChange,
): Promise<void> {
  const { firmId } = caller;
  const old = await selectRow(trx, firmId).forUpdate().executeTakeFirst();
  const isSameAccount = old?.host === change.host && old.user_name === change.user;
  const kept = isSameAccount ? old.password : null;
  const password =
    change.password === undefined
      ? kept
      : await platform.keys.sealForFirm(trx, firmId, passwordPlace, change.password);
  if (password === null) throw new NavetteError('invalid_request', { detail: 'password', field: 'password' });
  const { address, host, port, security, user: user_name, folder } = change;
  const at = platform.clock().toISOString();
  const values = {
    ...{ address, host, port, security, user_name, password, folder },
    ...{ changed_at: at, next_read_at: at, failures: 0, problem_code: null, problem_params: null },
  };
  await trx
    .insertInto('bounce_mailboxes')
    .values({ firm_id: firmId, ...values })
    .onConflict((conflict) => conflict.column('firm_id').doUpdateSet(values))
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{
      action: 'bounce_mailbox.changed',
      subjectKind: 'bounce_mailbox',
      subjectId: null,
      subjectName: address,
    },
    details: {
      host,
      port,
      security,
      user: user_name,
      folder,
      passwordChanged: change.password !== undefined,
    },
  });
}

/** Bounces are no longer read, and mails leave with their ordinary sender. Calling twice is safe. */
export async function removeFirmMailbox(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
): Promise<void> {
  const removed = await trx
    .deleteFrom('bounce_mailboxes')
    .where('firm_id', '=', caller.firmId)
    .returning('address')
    .executeTakeFirst();
  if (!removed) return;
  await recordAudit(platform, trx, caller, {
    ...{ action: 'bounce_mailbox.removed', subjectKind: 'bounce_mailbox', subjectId: null },
    subjectName: removed.address,
  });
}

function selectRow(trx: Transaction<Schema>, firmId: string) {
  return trx.selectFrom('bounce_mailboxes').selectAll().where('firm_id', '=', firmId);
}

/** A firm's own mail server. */
import type { MailSettings, MailSettingsChange } from '@navette/api';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { passwordPlace } from './read-mail-server.ts';

/** What the page shows; of the password, whether there is one. `null` where the firm has no server of its own. */
export async function getMailSettings(
  trx: Transaction<Schema>,
  firmId: string,
): Promise<MailSettings | null> {
  const row = await trx
    .selectFrom('mail_settings')
    .selectAll()
    .where('firm_id', '=', firmId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...{ host: row.host, port: row.port, security: row.security, user: row.user_name },
    hasPassword: row.password !== null,
    ...{ fromAddress: row.from_address, fromName: row.from_name },
  };
}

/**
 * Sets the firm's server. A password that is not given is kept, as long as the server and the user stay: it is not handed to
 * another server than the one it was typed for.
 */
export async function saveMailSettings(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  change: MailSettingsChange,
): Promise<void> {
  const { firmId } = caller;
  const old = await trx
    .selectFrom('mail_settings')
    .selectAll()
    .where('firm_id', '=', firmId)
    .forUpdate()
    .executeTakeFirst();
  const isSameAccount = old?.host === change.host && old.user_name === change.user;
  const kept = isSameAccount && change.user !== null ? (old?.password ?? null) : null;
  const password =
    change.password === undefined
      ? kept
      : change.password === null || change.user === null
        ? null
        : await platform.keys.sealForFirm(trx, firmId, passwordPlace, change.password);
  const values = {
    ...{ host: change.host, port: change.port, security: change.security, user_name: change.user, password },
    ...{ from_address: change.fromAddress, from_name: change.fromName },
    changed_at: platform.clock().toISOString(),
  };
  await trx
    .insertInto('mail_settings')
    .values({ firm_id: firmId, ...values })
    .onConflict((conflict) => conflict.column('firm_id').doUpdateSet(values))
    .execute();
  await recordAudit(platform, trx, caller, {
    ...{
      action: 'mail_settings.changed',
      subjectKind: 'mail_settings',
      subjectId: null,
      subjectName: change.host,
    },
    details: {
      ...{ host: change.host, port: change.port, security: change.security, user: change.user },
      ...{ fromAddress: change.fromAddress, passwordChanged: change.password !== undefined },
    },
  });
}

/** The firm's mails leave by the operator's server again. Calling twice is safe. */
export async function removeMailSettings(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
): Promise<void> {
  const removed = await trx
    .deleteFrom('mail_settings')
    .where('firm_id', '=', caller.firmId)
    .returning('host')
    .executeTakeFirst();
  if (!removed) return;
  await recordAudit(platform, trx, caller, {
    ...{ action: 'mail_settings.removed', subjectKind: 'mail_settings', subjectId: null },
    subjectName: removed.host,
  });
}

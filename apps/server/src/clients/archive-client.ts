import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

/**
 * Puts a client away, or takes it out again. An archived client receives nothing (`requireReceivingClient`); what waits to leave
 * leaves, its connections and values stay. @returns whether that changed anything
 * @throws NavetteError `not_found`
 */
export async function archiveClient(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
  to: 'archived' | 'active',
): Promise<boolean> {
  const row = await trx
    .selectFrom('clients')
    .select(['name', 'archived_at'])
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', id)
    .where('erased_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  if ((row.archived_at !== null) === (to === 'archived')) return false;
  await trx
    .updateTable('clients')
    .set({ archived_at: to === 'archived' ? platform.clock().toISOString() : null })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', id)
    .execute();
  await recordAudit(platform, trx, caller, {
    action: to === 'archived' ? 'client.archived' : 'client.restored',
    ...{ subjectKind: 'client', subjectId: id, subjectName: row.name },
  });
  platform.live.publish(caller.firmId, 'clients');
  return true;
}

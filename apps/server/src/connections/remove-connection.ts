import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { countUnsent } from '../deliveries/cancel-unsent.ts';
import { cancelForGood } from '../deliveries/leave-what-is-gone.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getConnection } from './select-connections.ts';

/**
 * Disconnects a client from an application. What has not left is cancelled, what is being sent ends, what the partner has is still
 * followed, by the key that stays for it; a key that is a secret is forgotten where there is nothing to follow.
 * @returns how many deliveries were cancelled
 * @throws NavetteError `not_found`; `removal_cancels_deliveries` with their number, unless confirmed
 */
export async function removeConnection(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  id: string,
  isConfirmed: boolean,
): Promise<number> {
  const { firmId } = caller;
  const { clientId, clientName } = await getConnection(trx, caller, installationId, id);
  const unsent = { connectionId: id, clientId };
  const count = await countUnsent(trx, firmId, unsent);
  if (count > 0 && !isConfirmed) throw new NavetteError('removal_cancels_deliveries', { count });
  const removed = await trx
    .updateTable('connections')
    .set({ state: 'disconnected' })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where('state', '<>', 'disconnected')
    .executeTakeFirst();
  if (removed.numUpdatedRows === 0n) throw new NavetteError('not_found');
  const actor = { kind: 'user', name: caller.name } as const;
  const cancelled = await cancelForGood(platform, trx, firmId, unsent, actor);
  await forgetKeyOf(trx, firmId, id, clientId);
  await recordAudit(platform, trx, caller, {
    action: 'connection.removed',
    subjectKind: 'connection',
    subjectId: id,
    subjectName: clientName,
    details: { installationId, clientId, cancelled },
  });
  return cancelled;
}

async function forgetKeyOf(
  trx: Transaction<Schema>,
  firmId: string,
  id: string,
  clientId: string,
): Promise<void> {
  await trx
    .updateTable('connections')
    .set({ client_key_sealed: null })
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deliveries')
            .select('deliveries.id')
            .where('deliveries.firm_id', '=', firmId)
            .where('deliveries.client_id', '=', clientId)
            .where('deliveries.connection_id', '=', id)
            .where('deliveries.state', 'in', ['sending', 'unknown', 'accepted']),
        ),
      ),
    )
    .execute();
}

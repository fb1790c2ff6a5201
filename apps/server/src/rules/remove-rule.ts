import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { countUnsent } from '../deliveries/cancel-unsent.ts';
import { cancelForGood } from '../deliveries/leave-what-is-gone.ts';
import { lockTrees } from '../documents/folders.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';

/**
 * Removes a rule. What has not left is cancelled, what is being sent ends, history stays. @returns how many deliveries were cancelled
 * @throws NavetteError `not_found`; `removal_cancels_deliveries` with their number, unless confirmed
 */
export async function removeRule(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  ruleId: string,
  isConfirmed: boolean,
): Promise<number> {
  const { firmId } = caller;
  // Before the rows of deliveries, in the order of who puts a folder in the bin.
  await lockTrees(trx, firmId, 'grow');
  const removed = await trx
    .updateTable('rules')
    .set({ removed_at: platform.clock().toISOString() })
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('id', '=', ruleId)
    .where('removed_at', 'is', null)
    .returning('source_path as sourcePath')
    .executeTakeFirst();
  if (!removed) throw new NavetteError('not_found');
  const unsent = { anyClientOfRule: ruleId };
  const count = await countUnsent(trx, firmId, unsent);
  if (count > 0 && !isConfirmed) throw new NavetteError('removal_cancels_deliveries', { count });
  const actor = { kind: 'user', name: caller.name } as const;
  const cancelled = await cancelForGood(platform, trx, firmId, unsent, actor);
  await recordAudit(platform, trx, caller, {
    action: 'rule.removed',
    subjectKind: 'rule',
    subjectId: ruleId,
    subjectName: removed.sourcePath,
    details: { installationId, cancelled },
  });
  return cancelled;
}

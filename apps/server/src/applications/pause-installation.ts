/** A pause, by an administrator: nothing leaves, what arrives is held. What partners have is still followed. */
import type { Installation } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getInstallation } from './installations.ts';

/**
 * Holds what waits, until it is resumed. What is being sent ends. Calling twice is safe.
 * @throws NavetteError `not_found`; `installation_preparing` for one that was never started
 */
export async function pauseInstallation(
  platform: Platform,
  caller: FirmCaller,
  id: string,
): Promise<Installation> {
  const { firmId } = caller;
  const installation = await inFirm(platform.database.app, firmId, async (trx) => {
    const paused = await trx
      .updateTable('installations')
      .set({ state: 'paused', paused_at: platform.clock().toISOString(), paused_by: caller.userId })
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .where('state', 'in', ['active', 'stopped'])
      .executeTakeFirst();
    const present = await requireStarted(platform, trx, caller, id);
    if (paused.numUpdatedRows === 0n) return present;
    await trx
      .updateTable('deliveries')
      .set({ state: 'held', held_reason: 'paused' })
      .where('firm_id', '=', firmId)
      .where('installation_id', '=', id)
      .where('state', '=', 'waiting')
      .execute();
    await recordOf(platform, trx, caller, 'installation.paused', present);
    return present;
  });
  platform.live.publish(firmId, 'deliveries');
  platform.live.publish(firmId, 'applications');
  return installation;
}

/**
 * Releases, in order, what a pause holds. One whose credentials were refused meanwhile waits for others. Calling twice is safe.
 * @throws NavetteError `not_found`; `installation_preparing` for one that was never started
 */
export async function resumeInstallation(
  platform: Platform,
  caller: FirmCaller,
  id: string,
): Promise<Installation> {
  const { firmId } = caller;
  const { installation, laneIds } = await inFirm(platform.database.app, firmId, async (trx) => {
    const resumed = await trx
      .updateTable('installations')
      .set((eb) => ({
        state: eb
          .case()
          .when('stopped_code', 'is', null)
          .then('active' as const)
          .else('stopped' as const)
          .end(),
        ...{ paused_at: null, paused_by: null },
      }))
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .where('state', '=', 'paused')
      .returning('state')
      .executeTakeFirst();
    const present = await requireStarted(platform, trx, caller, id);
    if (!resumed) return { installation: present, laneIds: [] };
    // `ready_at` keeps its old value: what came first leaves first.
    await trx
      .updateTable('deliveries')
      .set(
        resumed.state === 'active' ? { state: 'waiting', held_reason: null } : { held_reason: 'connection' },
      )
      .where('firm_id', '=', firmId)
      .where('installation_id', '=', id)
      .where('state', '=', 'held')
      .where('held_reason', '=', 'paused')
      .execute();
    await recordOf(platform, trx, caller, 'installation.resumed', present);
    return { installation: present, laneIds: await findLanes(trx, firmId, id) };
  });
  await platform.wake.lanes(firmId, laneIds);
  platform.live.publish(firmId, 'deliveries');
  platform.live.publish(firmId, 'applications');
  return installation;
}

async function requireStarted(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  id: string,
): Promise<Installation> {
  const installation = await getInstallation(platform, trx, caller, id);
  if (installation.state === 'preparing') throw new NavetteError('installation_preparing');
  return installation;
}

async function findLanes(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<string[]> {
  const lanes = await trx
    .selectFrom('lanes')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .execute();
  return lanes.map(({ id }) => id);
}

async function recordOf(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  action: 'installation.paused' | 'installation.resumed',
  { id, name, application }: Installation,
): Promise<void> {
  await recordAudit(platform, trx, caller, {
    ...{ action, subjectKind: 'installation', subjectId: id, subjectName: name },
    details: { application },
  });
}

/** Disconnecting many clients: `connection.remove`, a bulk job. */
import type { ConnectionSelection } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import { countUnsent } from '../deliveries/cancel-unsent.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defineBulkKind } from '../jobs/bulk-job.ts';
import { createJob } from '../jobs/create-job.ts';
import type { Platform } from '../platform.ts';
import { removeConnections } from './remove-connection.ts';
import { requireInstallation, selectConnections } from './select-connections.ts';

type Params = {
  readonly installationId: string;
  /** How many deliveries it would cancel, at preview. */
  readonly unsent: number;
};

/** What the jobs of connections touch. */
export type ConnectionItem = {
  readonly connectionId: string;
  readonly clientId: string;
  readonly name: string;
};

/** Freezes which clients are disconnected, and says how many deliveries that cancels. @returns the job's id @throws NavetteError `not_found` */
export async function previewRemoval(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  selection: ConnectionSelection,
): Promise<string> {
  const connections = await selectConnections(trx, caller, installationId, selection);
  const unsent = await countUnsent(trx, caller.firmId, {
    connectionIds: connections.map(({ id }) => id),
    clientIds: connections.map(({ clientId }) => clientId),
  });
  const items = connections.map(({ id, clientId, clientName }) => ({
    payload: { connectionId: id, clientId, name: clientName } satisfies ConnectionItem,
  }));
  const params: Params = { installationId, unsent };
  return createJob(platform, trx, caller, { kind: connectionRemoval.kind, params, items });
}

export const connectionRemoval = defineBulkKind<Params, ConnectionItem>({
  kind: 'connection.remove',
  requireRights: (_platform, trx, caller, { installationId }) =>
    requireConnecting(trx, caller, installationId),
  async applyItems(platform, trx, caller, items) {
    const { installationId } = items[0]?.params ?? {};
    if (installationId === undefined) return [];
    const ids = items.map(({ payload }) => payload.connectionId);
    const removed = await removeConnections(platform, trx, caller, installationId, ids);
    return items.map(({ payload: { connectionId } }) => {
      const cancelled = removed.get(connectionId);
      return cancelled === undefined ? new NavetteError('not_found') : { detail: { cancelled } };
    });
  },
  finish: (platform, trx, { firmId }, { jobId }) => tellCancelled(platform, trx, firmId, jobId),
});

/** Whether somebody may connect and disconnect clients of an application. @throws NavetteError `not_allowed`, `not_found` */
export async function requireConnecting(
  trx: FirmTransaction,
  caller: FirmCaller,
  installationId: string,
): Promise<void> {
  if (caller.role === 'client') throw new NavetteError('not_allowed');
  await requireInstallation(trx, caller.firmId, installationId);
}

/** The end of a job that cancels deliveries. @returns how many it cancelled in all */
export async function tellCancelled(
  platform: Platform,
  trx: FirmTransaction,
  firmId: string,
  jobId: string,
): Promise<{ cancelled: number }> {
  const { rows } = await sql<{ cancelled: number }>`
    select coalesce(sum((detail ->> 'cancelled')::int), 0)::int as cancelled from job_items
    where firm_id = ${firmId} and job_id = ${jobId} and state = 'done'`.execute(trx);
  platform.live.publish(firmId, 'clients');
  platform.live.publish(firmId, 'deliveries');
  return { cancelled: rows[0]?.cancelled ?? 0 };
}

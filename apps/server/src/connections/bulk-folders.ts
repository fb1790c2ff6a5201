/** Connecting many clients for a folder, or taking it from them: `connection.folders`, a bulk job. */
import type { ConnectionSelection } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAuditOfEach } from '../audit/record-audit.ts';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import { countUnsent } from '../deliveries/cancel-unsent.ts';
import { cancelForGood } from '../deliveries/leave-what-is-gone.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defineBulkKind, type NewJobItem } from '../jobs/bulk-job.ts';
import { createJob } from '../jobs/create-job.ts';
import type { Platform } from '../platform.ts';
import { type ConnectionItem, requireConnecting, tellCancelled } from './bulk-remove.ts';
import { listConnectionsFor, requireListedRules, withdrawConnections } from './rule-connections.ts';
import { selectConnections } from './select-connections.ts';

type FolderChange = { readonly action: 'extend' | 'withdraw'; readonly ruleId: string };

type Params = FolderChange & {
  readonly installationId: string;
  /** The folder, for the job's page. */
  readonly sourcePath: string;
  /** How many deliveries it would cancel, at preview. */
  readonly unsent: number;
};

/**
 * Freezes which clients a folder is given to or taken from, those that need nothing being said so. @returns the job's id
 * @throws NavetteError `not_found`; `rule_concerns_all` for a rule that is nobody's in particular, taken from some
 */
export async function previewFolders(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { action, ruleId, selection }: FolderChange & { readonly selection: ConnectionSelection },
): Promise<string> {
  const { firmId } = caller;
  const listed = await requireListedRules(trx, firmId, installationId, [ruleId]);
  if (action === 'withdraw' && listed.size === 0) throw new NavetteError('rule_concerns_all');
  const { sourcePath } = await trx
    .selectFrom('rules')
    .select('source_path as sourcePath')
    .where('firm_id', '=', firmId)
    .where('id', '=', ruleId)
    .executeTakeFirstOrThrow();
  const connections = await selectConnections(trx, caller, installationId, selection);
  const items = connections.map(({ id, clientId, clientName, ruleIds }): NewJobItem => {
    const payload = { connectionId: id, clientId, name: clientName } satisfies ConnectionItem;
    const isSame = (listed.size === 0 || ruleIds.includes(ruleId)) === (action === 'extend');
    return isSame ? { payload, skipped: { why: 'unchanged' } } : { payload };
  });
  const touched = connections.filter((_, index) => items[index]?.skipped === undefined);
  const unsent = action === 'extend' ? 0 : await countUnsent(trx, firmId, { ...placesOf(touched), ruleId });
  const params: Params = { installationId, action, ruleId, sourcePath, unsent };
  return createJob(platform, trx, caller, { kind: connectionFolders.kind, params, items });
}

export const connectionFolders = defineBulkKind<Params, ConnectionItem>({
  kind: 'connection.folders',
  requireRights: (_platform, trx, caller, { installationId }) =>
    requireConnecting(trx, caller, installationId),
  async applyItems(platform, trx, caller, items) {
    const [first] = items;
    if (first === undefined) return [];
    const { params } = first;
    const change = params.action === 'extend' ? extendConnections : withdrawFolder;
    const connections = items.map(({ payload }) => payload);
    const { there, changed } = await change(platform, trx, caller, params, connections);
    return items.map(({ payload: { connectionId } }) => {
      if (!there.has(connectionId)) return new NavetteError('not_found');
      const cancelled = changed.get(connectionId);
      if (cancelled === undefined) return { state: 'skipped', detail: { why: 'unchanged' } };
      return { detail: { cancelled } };
    });
  },
  finish: (platform, trx, { firmId }, { jobId }) => tellCancelled(platform, trx, firmId, jobId),
});

interface Folder {
  readonly installationId: string;
  readonly ruleId: string;
}

interface Changed {
  /** Connections that are still there, and that the caller still sees. */
  readonly there: ReadonlySet<string>;
  /** Those that changed, each with how many deliveries were cancelled. */
  readonly changed: ReadonlyMap<string, number>;
}

/** Connects clients for a folder, in a few statements. Again, it changes nothing. @throws NavetteError `not_found` for the rule */
export async function extendConnections(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  { installationId, ruleId }: Folder,
  connections: readonly ConnectionItem[],
): Promise<Changed> {
  const { firmId } = caller;
  const there = await holdConnections(trx, caller, installationId, connections);
  const listed = await requireListedRules(trx, firmId, installationId, [ruleId]);
  const pairs = listed.has(ruleId) ? [...there].map((connectionId) => ({ ruleId, connectionId })) : [];
  const extended = await listConnectionsFor(trx, { firmId, installationId }, pairs);
  const changed = new Map([...extended].map((connectionId) => [connectionId, 0]));
  await recordChanges(platform, trx, caller, installationId, connections, changed);
  return { there, changed };
}

async function withdrawFolder(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  { installationId, ruleId }: Folder,
  connections: readonly ConnectionItem[],
): Promise<Changed> {
  const { firmId, name } = caller;
  const there = await holdConnections(trx, caller, installationId, connections);
  const pairs = [...there].map((connectionId) => ({ ruleId, connectionId }));
  const withdrawn = await withdrawConnections(trx, { firmId, installationId }, pairs);
  const changed = new Map([...withdrawn].map((connectionId) => [connectionId, 0]));
  const actor = { kind: 'user', name } as const;
  for (const { connectionId, clientId } of connections) {
    if (!withdrawn.has(connectionId)) continue;
    const what = { connectionIds: [connectionId], clientIds: [clientId], ruleId };
    if ((await countUnsent(trx, firmId, what)) > 0)
      changed.set(connectionId, await cancelForGood(platform, trx, firmId, what, actor));
  }
  await recordChanges(platform, trx, caller, installationId, connections, changed);
  return { there, changed };
}

function recordChanges(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  installationId: string,
  connections: readonly ConnectionItem[],
  changed: Changed['changed'],
): Promise<void> {
  const entries = connections
    .filter(({ connectionId }) => changed.has(connectionId))
    .map(({ connectionId, clientId, name }) => ({
      ...{ action: 'connection.changed', subjectKind: 'connection', subjectId: connectionId },
      subjectName: name,
      details: {
        ...{ installationId, clientId, foldersChanged: true },
        cancelled: changed.get(connectionId) ?? 0,
      },
    }));
  return recordAuditOfEach(platform, trx, caller, entries);
}

/** Those that are still connected and that the caller still sees. Nobody disconnects one until the transaction ends. */
async function holdConnections(
  trx: FirmTransaction,
  caller: FirmCaller,
  installationId: string,
  connections: readonly ConnectionItem[],
): Promise<ReadonlySet<string>> {
  const ids = connections.map(({ connectionId }) => connectionId);
  const { rows } = await sql<{ id: string }>`
    select connections.id from connections
    join clients on clients.firm_id = connections.firm_id and clients.id = connections.client_id
    where connections.firm_id = ${caller.firmId} and connections.installation_id = ${installationId}
      and connections.id = any(${sql.val(ids)}::uuid[]) and connections.state <> 'disconnected' and ${isVisibleClient(caller)}
    order by connections.id for share of connections`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

function placesOf(connections: readonly { readonly id: string; readonly clientId: string }[]) {
  return {
    connectionIds: connections.map(({ id }) => id),
    clientIds: connections.map(({ clientId }) => clientId),
  };
}

/** Clients and their keys from a file, applied: `connection.import`, a bulk job. */
import type { ConnectionImport, ConnectionImportRow } from '@navette/api';
import { NavetteError } from '@navette/model';
import { recordAuditOfEach } from '../audit/record-audit.ts';
import { extendConnections } from '../connections/bulk-folders.ts';
import { requireConnecting } from '../connections/bulk-remove.ts';
import { checkKeyOfItem } from '../connections/check-key-of-item.ts';
import { insertConnections } from '../connections/insert-connections.ts';
import { replaceKeys } from '../connections/replace-keys.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { type BulkItem, defineBulkKind, type ItemOutcome } from '../jobs/bulk-job.ts';
import type { Platform } from '../platform.ts';
import { loadManifest } from './load-manifest.ts';

export type ImportParams = Omit<ConnectionImport, 'job'> & {
  readonly installationId: string;
  /** The folder they are connected for. */
  readonly ruleId: string | null;
  /** Whether the partner is asked for each key: it can be, and lists nothing that keys were compared with. */
  readonly asksPartner: boolean;
};

export type ImportItem = ConnectionImportRow & {
  readonly connectionId: string | null;
  readonly label: string | null;
  /** The row as the file has it, without what is a secret. */
  readonly cells: readonly string[];
};

type Item = BulkItem<ImportItem, ImportParams>;
type Outcome = ItemOutcome | NavetteError;

export const connectionImport = defineBulkKind<ImportParams, ImportItem>({
  kind: 'connection.import',
  requireRights: (_platform, trx, caller, { installationId }) =>
    requireConnecting(trx, caller, installationId),

  /** Asks the partner for a key, where it can be asked and lists nothing to compare with. */
  async prepareItem(platform, caller, { payload, params, secret }, signal) {
    const { change, key } = payload;
    if (!params.asksPartner || (change !== 'connect' && change !== 'change')) return undefined;
    return checkKeyOfItem(platform, caller.firmId, params.installationId, secret ?? key, signal);
  },

  async applyItems(platform, trx, caller, items) {
    const outcomes = new Map<Item, Outcome>([
      ...(await connectAll(platform, trx, caller, withChange(items, 'connect'))),
      ...(await extendAll(platform, trx, caller, withChange(items, 'extend'))),
      ...(await changeAll(platform, trx, caller, withChange(items, 'change'))),
    ]);
    return items.map((item) => outcomes.get(item));
  },

  async finish(platform, _trx, { firmId }) {
    platform.live.publish(firmId, 'clients');
    platform.live.publish(firmId, 'applications');
    return undefined;
  },
});

function withChange(items: readonly Item[], change: ImportItem['change']): Item[] {
  return items.filter(({ payload }) => payload.change === change);
}

const unchanged: ItemOutcome = { state: 'skipped', detail: { why: 'unchanged' } };

async function connectAll(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  items: readonly Item[],
): Promise<[Item, Outcome][]> {
  const [first] = items;
  if (first === undefined) return [];
  const { installationId, ruleId } = first.params;
  const manifest = await loadManifest(platform, trx, caller.firmId, installationId);
  const wanted = items.map((item) => ({
    clientId: item.payload.clientId ?? '',
    key: keyOf(item),
    label: labelOf(item),
    ruleIds: ruleId === null ? [] : [ruleId],
  }));
  const done = await insertConnections(platform, trx, caller, { installationId, manifest }, wanted);
  return items.map((item, index) => [item, outcomeOf(done[index])]);
}

/** Somebody connected the client since the preview: by this key, or the person has to look again. */
function outcomeOf(done: Awaited<ReturnType<typeof insertConnections>>[number] | undefined): Outcome {
  if (done === undefined) return new NavetteError('not_found');
  if (done instanceof NavetteError)
    return done.code === 'connection_exists' ? new NavetteError('import_changed_since') : done;
  return done.done === 'unchanged' ? unchanged : { detail: { connectionId: done.connectionId } };
}

async function extendAll(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  items: readonly Item[],
): Promise<[Item, Outcome][]> {
  const [first] = items;
  const ruleId = first?.params.ruleId ?? null;
  if (first === undefined || ruleId === null) return items.map((item) => [item, unchanged]);
  const { installationId } = first.params;
  const connections = items.map(({ payload: { connectionId, clientId, clientName } }) => ({
    ...{ connectionId: connectionId ?? '', clientId: clientId ?? '', name: clientName ?? '' },
  }));
  const folder = { installationId, ruleId };
  const { there, changed } = await extendConnections(platform, trx, caller, folder, connections);
  return items.map((item) => {
    const connectionId = item.payload.connectionId ?? '';
    if (!there.has(connectionId)) return [item, new NavetteError('import_changed_since')];
    return [item, changed.has(connectionId) ? { detail: { connectionId } } : unchanged];
  });
}

async function changeAll(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  items: readonly Item[],
): Promise<[Item, Outcome][]> {
  const [first] = items;
  if (first === undefined) return [];
  const { installationId } = first.params;
  const manifest = await loadManifest(platform, trx, caller.firmId, installationId);
  const changes = items.map((item) => ({
    ...{ connectionId: item.payload.connectionId ?? '', key: keyOf(item), label: labelOf(item) },
  }));
  const refusals = await replaceKeys(platform, trx, caller, { installationId, manifest }, changes);
  const changed = items.filter((_, index) => refusals[index] === null);
  await recordAuditOfEach(
    platform,
    trx,
    caller,
    changed.map(({ payload: { connectionId, clientId, clientName } }) => ({
      ...{ action: 'connection.changed', subjectKind: 'connection', subjectId: connectionId },
      subjectName: clientName,
      details: { installationId, clientId, keyChanged: true },
    })),
  );
  await extendAll(platform, trx, caller, changed);
  return items.map((item, index) => {
    const refusal = refusals[index] ?? null;
    if (refusal === null) return [item, { detail: { connectionId: item.payload.connectionId } }];
    return [item, refusal.code === 'not_found' ? new NavetteError('import_changed_since') : refusal];
  });
}

function keyOf({ secret, payload }: Item): string {
  return secret ?? payload.key;
}

/** What the file says, else what the partner calls it. */
function labelOf({ payload, prepared }: Item): string | null {
  const asked = prepared?.label;
  return payload.label ?? (typeof asked === 'string' ? asked : null);
}

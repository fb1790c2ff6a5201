import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { changeInstallation } from '../applications/change-installation.ts';
import { cleanClientKey } from '../connections/client-keys.ts';
import { insertConnection } from '../connections/insert-connections.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defineBulkKind, type NewJobItem } from '../jobs/bulk-job.ts';
import { createJob } from '../jobs/create-job.ts';
import type { Platform } from '../platform.ts';
import { dossierOf } from './describe-row.ts';
import { gradeOf } from './list-mapping.ts';
import { loadMapping, type MappedClient, type Mapping, type MappingScope } from './load-mapping.ts';

type Params = {
  readonly installationId: string;
  readonly attributeId: string | null;
};

type Item = {
  readonly clientId: string;
  readonly name: string;
  /** In the form in which mappings compare them; of a key that is a secret, its fingerprint. */
  readonly dossierId: string;
  /** As it is shown. */
  readonly dossierKey: string;
  readonly dossierName: string;
};

/**
 * Prepares to connect the clients that are sure, or settled by hand: freezes which to which dossier. An administrator's attribute is
 * kept for the application. @returns the job's id
 * @throws NavetteError as `loadMapping`
 */
export async function connectMapped(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { clientIds, ...scope }: MappingScope & { readonly clientIds?: readonly string[] | undefined },
): Promise<string> {
  const mapping = await loadMapping(platform, trx, caller, installationId, scope);
  const { attribute, isKept, clients } = mapping;
  if (caller.role === 'admin' && attribute !== null && !isKept)
    await changeInstallation(platform, trx, caller, installationId, { mappingAttributeId: attribute.id });
  const wanted = clientIds && new Set(clientIds);
  const items = clients
    .filter(({ id, isAsked }) => isAsked && (wanted === undefined || wanted.has(id)))
    .flatMap((client) => itemOf(mapping, client, wanted !== undefined));
  return createJob(platform, trx, caller, {
    kind: connectionMap.kind,
    params: { installationId, attributeId: attribute?.id ?? null } satisfies Params,
    items,
  });
}

/** @param isNamed whether somebody asked for this very client: he is told when it is not to be connected */
function itemOf(mapping: Mapping, client: MappedClient, isNamed: boolean): NewJobItem[] {
  const { id: clientId, name } = client;
  const dossier = dossierOf(mapping, client);
  const dossierId = mapping.graded.get(clientId)?.dossierId ?? '';
  const payload: Item = {
    ...{ clientId, name, dossierId },
    dossierKey: dossier?.key ?? '',
    dossierName: dossier?.name ?? '',
  };
  const grade = gradeOf(mapping, client);
  if (grade === 'exact' || grade === 'chosen') return [{ payload }];
  if (!isNamed) return [];
  if (grade === 'connected') return [{ payload, skipped: { why: 'connected' } }];
  return [{ payload, failed: { code: 'mapping_changed' } }];
}

/** Connects clients to the dossiers they were compared with, unless the comparison says otherwise by then. */
export const connectionMap = defineBulkKind<Params, Item>({
  kind: 'connection.map',
  async requireRights(_platform, trx, caller, { installationId }) {
    if (caller.role === 'client') throw new NavetteError('not_allowed');
    const row = await trx
      .selectFrom('installations')
      .select('id')
      .where('firm_id', '=', caller.firmId)
      .where('id', '=', installationId)
      .where('state', '<>', 'removed')
      .forShare()
      .executeTakeFirst();
    if (!row) throw new NavetteError('not_found');
  },
  async applyItem(platform, trx, caller, { payload, params }) {
    const { clientId, dossierId } = payload;
    const mapping = await mappingAtChunk(platform, trx, caller, params);
    const client = mapping.clients.find(({ id, isSeen }) => isSeen && id === clientId);
    if (!client) throw new NavetteError('not_found');
    const grade = gradeOf(mapping, client);
    if (mapping.graded.get(clientId)?.dossierId !== dossierId) throw new NavetteError('mapping_changed');
    if (grade === 'connected') return { state: 'skipped', detail: { why: 'connected' } };
    if (grade !== 'exact' && grade !== 'chosen') throw new NavetteError('mapping_changed');
    const { manifest, installationId, dossiers } = mapping;
    const dossier = dossiers?.get(dossierId);
    const key = cleanClientKey(manifest, dossier?.key ?? client.value ?? '');
    const label = dossier?.name ?? null;
    await insertConnection(platform, trx, caller, mapping, { clientId, key, label, ruleIds: [] });
    // What was chosen is done: once disconnected, the client is compared anew.
    await trx
      .deleteFrom('mapping_choices')
      .where('firm_id', '=', caller.firmId)
      .where('installation_id', '=', installationId)
      .where('client_id', '=', clientId)
      .execute();
    return undefined;
  },
  async finish(platform, _trx, caller) {
    platform.live.publish(caller.firmId, 'clients');
    platform.live.publish(caller.firmId, 'applications');
    return undefined;
  },
});

/**
 * The mapping as it stands at the first item of a chunk, which is one transaction of two seconds at most. What the chunk itself
 * connects changes no other grade of it: no dossier is sure for two clients. What others connect meanwhile meets the unique keys.
 */
function mappingAtChunk(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  { installationId, attributeId }: Params,
): Promise<Mapping> {
  const loaded =
    chunks.get(trx) ??
    loadMapping(platform, trx, caller, installationId, attributeId === null ? {} : { attributeId });
  chunks.set(trx, loaded);
  return loaded;
}

const chunks = new WeakMap<FirmTransaction, Promise<Mapping>>();

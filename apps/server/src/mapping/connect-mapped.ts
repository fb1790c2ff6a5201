import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { changeInstallation } from '../applications/change-installation.ts';
import { loadManifest } from '../connection-imports/load-manifest.ts';
import { requireConnecting } from '../connections/bulk-remove.ts';
import { checkKeyOfItem } from '../connections/check-key-of-item.ts';
import { cleanClientKey, keptForm } from '../connections/client-keys.ts';
import { type Inserted, insertConnections, type NewConnection } from '../connections/insert-connections.ts';
import type { Schema } from '../database/schema.ts';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import { type FirmCaller, runsApplications } from '../http/caller.ts';
import { type BulkItem, defineBulkKind, type ItemOutcome, type NewJobItem } from '../jobs/bulk-job.ts';
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
  /** The partner's list named it. */
  readonly isListed: boolean;
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
  if (runsApplications(caller) && attribute !== null && !isKept)
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
    isListed: mapping.dossiers !== null,
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
  requireRights: (_platform, trx, caller, { installationId }) =>
    requireConnecting(trx, caller, installationId),

  /** A partner that lists its dossiers was asked by that; another one is asked for each key, where it can be. */
  async prepareItem(platform, caller, { payload, params: { installationId, attributeId } }, signal) {
    if (payload.isListed) return undefined;
    const { manifest, value } = await inFirm(platform.database.app, caller.firmId, async (trx) => ({
      manifest: await loadManifest(platform, trx, caller.firmId, installationId),
      value: await loadValue(trx, caller.firmId, payload.clientId, attributeId),
    }));
    const key = cleanClientKey(manifest, value ?? '');
    const kept = keptForm(platform.keys, manifest, { firmId: caller.firmId, installationId }, key);
    if (kept !== payload.dossierId) throw new NavetteError('mapping_changed');
    return checkKeyOfItem(platform, caller.firmId, installationId, key, signal);
  },

  async applyItems(platform, trx, caller, items) {
    const [first] = items;
    if (first === undefined) return [];
    const { installationId, attributeId } = first.params;
    const scope = attributeId === null ? {} : { attributeId };
    const mapping = await loadMapping(platform, trx, caller, installationId, scope);
    const judged = items.map((item) => ({ item, ...judge(mapping, item) }));
    const wanted = judged.flatMap(({ wanted: each }) => each ?? []);
    const done = (await insertConnections(platform, trx, caller, mapping, wanted)).values();
    const outcomes = judged.map(({ outcome, wanted: each }) =>
      each ? outcomeOf(done.next().value) : outcome,
    );
    await forgetChoices(
      trx,
      caller.firmId,
      installationId,
      items.filter((_, index) => !(outcomes[index] instanceof NavetteError)),
    );
    return outcomes;
  },

  async finish(platform, _trx, { firmId }) {
    platform.live.publish(firmId, 'clients');
    platform.live.publish(firmId, 'applications');
    return undefined;
  },
});

type Judged =
  | { readonly wanted: NewConnection; readonly outcome?: undefined }
  | { readonly wanted?: undefined; readonly outcome: ItemOutcome | NavetteError };

const connected: ItemOutcome = { state: 'skipped', detail: { why: 'connected' } };

/** Whether an item is still as it was frozen. */
function judge(mapping: Mapping, { payload, prepared }: BulkItem<Item, Params>): Judged {
  const { clientId, dossierId } = payload;
  const client = mapping.clients.find(({ id, isSeen }) => isSeen && id === clientId);
  if (!client) return { outcome: new NavetteError('not_found') };
  const grade = gradeOf(mapping, client);
  const isSame = mapping.graded.get(clientId)?.dossierId === dossierId;
  if (isSame && grade === 'connected') return { outcome: connected };
  if (!isSame || (grade !== 'exact' && grade !== 'chosen'))
    return { outcome: new NavetteError('mapping_changed') };
  const dossier = mapping.dossiers?.get(dossierId);
  const label = dossier?.name ?? (typeof prepared?.label === 'string' ? prepared.label : null);
  try {
    const key = cleanClientKey(mapping.manifest, dossier?.key ?? client.value ?? '');
    return { wanted: { clientId, key, label, ruleIds: [] } };
  } catch (error) {
    if (error instanceof NavetteError) return { outcome: error };
    throw error;
  }
}

function outcomeOf(done: Inserted | NavetteError | undefined): ItemOutcome | NavetteError {
  if (done === undefined) return new NavetteError('not_found');
  if (done instanceof NavetteError) return done;
  return done.done === 'unchanged' ? connected : { detail: { connectionId: done.connectionId } };
}

/** What was chosen is done: once disconnected, a client is compared anew. */
async function forgetChoices(
  trx: FirmTransaction,
  firmId: string,
  installationId: string,
  items: readonly BulkItem<Item, Params>[],
): Promise<void> {
  await sql`
    delete from mapping_choices where firm_id = ${firmId} and installation_id = ${installationId}
      and client_id = any(${sql.val(items.map(({ payload }) => payload.clientId))}::uuid[])`.execute(trx);
}

async function loadValue(
  trx: FirmTransaction,
  firmId: string,
  clientId: string,
  attributeId: string | null,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('attribute_values')
    .select('value')
    .where('firm_id', '=', firmId)
    .where('client_id', '=', clientId)
    .where('attribute_id', '=', attributeId)
    .executeTakeFirst();
  return row?.value;
}

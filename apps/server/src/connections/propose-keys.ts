/** Keys that clients may get at an application, before anybody typed one. */
import type { Manifest } from '@navette/connector';
import { NavetteError, normaliseValue } from '@navette/model';
import type { Transaction } from 'kysely';
import { requireConnector } from '../applications/installations.ts';
import { loadAttributes } from '../attributes/list-attributes.ts';
import { foldForSearch } from '../clients/search-key.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { addressNameOf } from './address-name.ts';
import { cleanClientKey } from './client-keys.ts';

export interface ProposedKey {
  readonly key: string;
  /** The application's pattern and the client's name, or a value that the client has. */
  readonly from: 'pattern' | 'attribute';
}

interface Client {
  readonly id: string;
  readonly name: string;
}

/**
 * A key for each client for whom one can be told, that no other has: the value of an attribute that is the key, or leads to one dossier
 * of the partner; else what the application's pattern makes of the name. Nothing is proposed of a key that is a secret.
 * @throws NavetteError `not_found`
 */
export async function proposeKeys(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
  clients: readonly Client[],
): Promise<ReadonlyMap<string, ProposedKey>> {
  const { manifest, mappingAttributeId } = await loadApplication(platform, trx, firmId, installationId);
  if (manifest.clientKey.secret) return new Map();
  const used = await trx
    .selectFrom('connections')
    .select(['client_id', 'client_key'])
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('state', '<>', 'disconnected')
    .execute();
  const holders = new Map(used.map((row) => [row.client_key, row.client_id]));
  const isFree = (key: string, { id }: Client) => (holders.get(key) ?? id) === id;
  const keyOf = await loadKeysOfValues(trx, firmId, installationId, manifest, mappingAttributeId);
  const proposed = new Map<string, ProposedKey>();
  for (const client of clients) {
    const own = keyOf(client.id);
    if (own === null || !isFree(own, client)) continue;
    holders.set(own, client.id);
    proposed.set(client.id, { key: own, from: 'attribute' });
  }
  const pattern = manifest.clientKey.generated?.pattern;
  if (pattern === undefined) return proposed;
  for (const client of clients) {
    if (proposed.has(client.id)) continue;
    const key = generate(manifest, pattern, client, isFree);
    if (key === null) continue;
    holders.set(key, client.id);
    proposed.set(client.id, { key, from: 'pattern' });
  }
  return proposed;
}

/** What one client may get, with what to do with it. @throws NavetteError `not_found`, also for a client that the caller does not see */
export async function proposeKeyOf(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  clientId: string,
) {
  const { firmId } = caller;
  const { manifest } = await loadApplication(platform, trx, firmId, installationId);
  const { erasedAt } = await requireClient(trx, caller, clientId);
  if (erasedAt !== null) throw new NavetteError('not_found');
  const client = await trx
    .selectFrom('clients')
    .select(['id', 'name'])
    .where('firm_id', '=', firmId)
    .where('id', '=', clientId)
    .executeTakeFirstOrThrow();
  const proposed = (await proposeKeys(platform, trx, firmId, installationId, [client])).get(clientId);
  const { instructions } = (proposed?.from === 'pattern' && manifest.clientKey.generated) || {};
  return {
    manifest,
    ...{ clientId, key: proposed?.key ?? null, from: proposed?.from ?? null },
    instructions: instructions === undefined ? null : { ...instructions },
  };
}

async function loadApplication(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
) {
  const row = await trx
    .selectFrom('installations')
    .select(['application', 'mapping_attribute_id as mappingAttributeId'])
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return { manifest: requireConnector(platform, row.application).manifest, ...row };
}

/** How many names are tried before none is proposed. */
const maxTries = 1_000;

function generate(
  manifest: Manifest,
  pattern: string,
  client: Client,
  isFree: (key: string, client: Client) => boolean,
): string | null {
  const name = addressNameOf(client.name);
  if (name === '') return null;
  for (let number = 1; number <= maxTries; number++) {
    const key = cleanQuietly(
      manifest,
      pattern.replace('{client}', number === 1 ? name : `${name}.${number}`),
    );
    if (key === null) return null;
    if (isFree(key, client)) return key;
  }
  return null;
}

/** The attribute that holds keys: the one kept for the application, else that of its kind called like the key, or the only one. */
async function loadKeysOfValues(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
  manifest: Manifest,
  mappingAttributeId: string | null,
): Promise<(clientId: string) => string | null> {
  const { kind, label } = manifest.clientKey;
  const attributes = await loadAttributes(trx, firmId);
  const ofKind = attributes.filter((each) => each.kind === kind);
  const attribute =
    attributes.find(({ id }) => id === mappingAttributeId) ??
    ofKind.find((each) => foldForSearch(each.label) === foldForSearch(label.fr)) ??
    // Of e-mails, another one may be where the client reads his mail.
    (ofKind.length === 1 && kind !== 'email' ? ofKind[0] : undefined);
  if (attribute === undefined) return () => null;
  const rows = await trx
    .selectFrom('attribute_values')
    .select(['client_id', 'value'])
    .where('firm_id', '=', firmId)
    .where('attribute_id', '=', attribute.id)
    .execute();
  const values = new Map(rows.map((row) => [row.client_id, row.value]));
  const find = manifest.listsDossiers ? await loadDossiers(trx, firmId, installationId) : null;
  return (clientId) => {
    const value = values.get(clientId);
    if (value === undefined) return null;
    return find === null ? cleanQuietly(manifest, value) : find(value);
  };
}

/** Dossiers as they were last listed, by their key or their SIRET, where one alone has it and is active. */
async function loadDossiers(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<(value: string) => string | null> {
  const rows = await trx
    .selectFrom('dossiers')
    .select(['key', 'siren', 'nic'])
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('active', '=', true)
    .execute();
  const byKey = Map.groupBy(rows, ({ key }) => key.toLowerCase());
  const bySiret = Map.groupBy(rows, ({ siren, nic }) => `${siren ?? ''}${nic ?? ''}`);
  return (value) => {
    const found = byKey.get(value.toLowerCase()) ?? bySiret.get(normaliseValue('siret', value)) ?? [];
    return found.length === 1 ? (found[0]?.key ?? null) : null;
  };
}

function cleanQuietly(manifest: Manifest, value: string): string | null {
  try {
    return cleanClientKey(manifest, value);
  } catch (error) {
    if (error instanceof NavetteError) return null;
    throw error;
  }
}

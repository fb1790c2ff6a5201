import type { MappedDossier } from '@navette/api';
import type { Manifest } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { requireConnector } from '../applications/installations.ts';
import { type AttributeFacts, loadAttributes } from '../attributes/list-attributes.ts';
import { isVisibleClient } from '../clients/visible-clients.ts';
import { keptForm } from '../connections/client-keys.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { attributeToCompare, type Comparison, createComparison } from './compare-values.ts';
import { type Graded, gradeMapping } from './grade-mapping.ts';

export interface MappedClient {
  readonly id: string;
  readonly name: string;
  readonly sortKey: string;
  readonly code: string | null;
  readonly value: string | null;
  readonly isOverridden: boolean;
  /** By the caller. */
  readonly isSeen: boolean;
  /** Whether it is among those asked about. */
  readonly isAsked: boolean;
}

export interface Mapping {
  readonly installationId: string;
  readonly installationName: string;
  readonly manifest: Manifest;
  readonly attribute: AttributeFacts | null;
  /** Whether the attribute is the one kept for the application. */
  readonly isKept: boolean;
  readonly comparison: Comparison;
  /** Every active client of the firm, by name; those asked about among them. */
  readonly clients: readonly MappedClient[];
  /** Names of all that have a connection or are compared, by id, for those the caller sees alone. */
  readonly seenNames: ReadonlyMap<string, string>;
  /** By their ids in the comparison; `null` when the partner lists none. */
  readonly dossiers: ReadonlyMap<string, MappedDossier> | null;
  readonly fetchedAt: string | null;
  /** Who is connected to which dossier. */
  readonly users: ReadonlyMap<string, string>;
  /** The label of each connection. */
  readonly labels: ReadonlyMap<string, string | null>;
  readonly graded: ReadonlyMap<string, Graded>;
}

export interface MappingScope {
  /** Compared by this one rather than by the one that is kept. */
  readonly attributeId?: string | undefined;
  /** The clients chosen in this wizard alone. */
  readonly setup?: string | undefined;
}

/**
 * The clients of a firm beside the dossiers of a partner, graded: five queries, whatever their number.
 * @throws NavetteError `not_found` for an application, an attribute or a wizard that is not the firm's
 */
export async function loadMapping(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { attributeId, setup }: MappingScope = {},
): Promise<Mapping> {
  const { firmId } = caller;
  const installation = await loadInstallation(trx, firmId, installationId);
  const { manifest } = requireConnector(platform, installation.application);
  if (setup !== undefined) await requireSetup(trx, firmId, installationId, setup);
  const attributes = await loadAttributes(trx, firmId);
  const askedId = attributeId ?? installation.mappingAttributeId;
  const attribute =
    askedId === null
      ? attributeToCompare(manifest, attributes)
      : (attributes.find(({ id }) => id === askedId) ?? null);
  if (attribute === null && attributeId !== undefined) throw new NavetteError('not_found');
  const at = { firmId, installationId };
  const comparison = createComparison(manifest, attribute?.kind ?? null, (key) =>
    keptForm(platform.keys, manifest, at, key),
  );
  const clients = await loadClients(trx, caller, attribute?.id ?? null, setup);
  const dossiers = manifest.listsDossiers ? await loadDossiers(trx, at) : null;
  const connections = (await loadConnections(trx, caller, installationId)).map((each) => ({
    ...each,
    dossierId: comparison.dossierId(each.key),
  }));
  const choices = await loadChoices(trx, at);
  const graded = gradeMapping({
    clients: clients.map((client) => ({ id: client.id, ...comparison.readClient(client) })),
    dossiers: dossiers?.map((dossier) => comparison.readDossier(dossier)) ?? null,
    connections,
    choices: choices.map(({ clientId, key }) => ({
      clientId,
      dossierId: key === null ? null : comparison.dossierId(key),
    })),
  });
  return {
    ...{ installationId, installationName: installation.name, manifest, attribute, comparison, clients },
    isKept: attribute !== null && attribute.id === installation.mappingAttributeId,
    seenNames: new Map(
      [...connections.map(({ clientId, name, isSeen }) => ({ id: clientId, name, isSeen })), ...clients]
        .filter(({ isSeen }) => isSeen)
        .map(({ id, name }) => [id, name]),
    ),
    dossiers: dossiers && new Map(dossiers.map((each) => [comparison.dossierId(each.key), each])),
    fetchedAt: installation.fetchedAt,
    users: new Map(connections.map(({ dossierId, clientId }) => [dossierId, clientId])),
    labels: new Map(connections.map(({ id, label }) => [id, label])),
    graded,
  };
}

async function loadInstallation(trx: Transaction<Schema>, firmId: string, id: string) {
  const row = await trx
    .selectFrom('installations')
    .select([
      'application',
      'name',
      'mapping_attribute_id as mappingAttributeId',
      'dossiers_fetched_at as fetchedAt',
    ])
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

async function requireSetup(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
  id: string,
): Promise<void> {
  const row = await trx
    .selectFrom('setups')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', id)
    .where('installation_id', '=', installationId)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}

async function loadClients(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  attributeId: string | null,
  setup: string | undefined,
): Promise<MappedClient[]> {
  const isChosen =
    setup === undefined
      ? sql`true`
      : sql`exists (select from setup_clients s
          where s.firm_id = clients.firm_id and s.client_id = clients.id and s.setup_id = ${setup}::uuid)`;
  const { rows } = await sql<Omit<MappedClient, 'isAsked'> & { isChosen: boolean }>`
    select clients.id, clients.name, clients.sort_key as "sortKey", code.value as code, v.value,
           v.override_reason is not null as "isOverridden",
           ${isVisibleClient(caller)} as "isSeen", ${isChosen} as "isChosen"
    from clients
    left join attribute_values v
      on v.firm_id = clients.firm_id and v.client_id = clients.id and v.attribute_id = ${attributeId}::uuid
    left join attribute_values code
      on code.firm_id = clients.firm_id and code.client_id = clients.id and code.attribute_id = (
        select id from attributes where firm_id = ${caller.firmId} and kind = 'code' order by position limit 1)
    where clients.firm_id = ${caller.firmId} and clients.archived_at is null and clients.erased_at is null
    order by clients.sort_key, clients.id`.execute(trx);
  return rows.map(({ isChosen: isOfSetup, ...row }) => ({ ...row, isAsked: row.isSeen && isOfSetup }));
}

interface Place {
  readonly firmId: string;
  readonly installationId: string;
}

function loadDossiers(trx: Transaction<Schema>, { firmId, installationId }: Place): Promise<MappedDossier[]> {
  return trx
    .selectFrom('dossiers')
    .select(['key', 'name', 'siren', 'nic', 'active'])
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .orderBy('name')
    .orderBy('key')
    .execute();
}

async function loadConnections(trx: Transaction<Schema>, caller: FirmCaller, installationId: string) {
  const { rows } = await sql<{
    id: string;
    clientId: string;
    name: string;
    key: string;
    label: string | null;
    isSeen: boolean;
  }>`
    select c.id, c.client_id as "clientId", clients.name, c.client_key as key, c.client_key_label as label,
           ${isVisibleClient(caller)} as "isSeen"
    from connections c join clients on clients.firm_id = c.firm_id and clients.id = c.client_id
    where c.firm_id = ${caller.firmId} and c.installation_id = ${installationId} and c.state <> 'disconnected'`.execute(
    trx,
  );
  return rows;
}

function loadChoices(trx: Transaction<Schema>, { firmId, installationId }: Place) {
  return trx
    .selectFrom('mapping_choices')
    .select(['client_id as clientId', 'dossier_key as key'])
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .execute();
}

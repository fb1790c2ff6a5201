import { sql, type Transaction } from 'kysely';
import { isVisibleClient } from '../clients/visible-clients.ts';
import { proposeKeys } from '../connections/propose-keys.ts';
import { connectionHeaders, keyHeader, loadNamingAttributes } from '../connections/sheet-headers.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';
import { loadManifest } from './load-manifest.ts';

const exampleWord = 'Exemple\u00a0: ';

/** Whether a row is the template's own, that shows how it is filled in: it is left out. */
export function isExample(cells: readonly string[]): boolean {
  return cells.some((cell) => /^exemple\s*:/i.test(cell));
}

/**
 * A file to fill in: the client by its name, code or SIRET, then what the application needs of it, shown by an example that an import
 * leaves out. @param withClients writes the clients that are not connected yet, with the key that is proposed for each
 * @throws NavetteError `not_found`
 */
export async function writeTemplate(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  withClients: boolean,
): Promise<Cell[][]> {
  const { firmId } = caller;
  const manifest = await loadManifest(platform, trx, firmId, installationId);
  const attributes = await loadNamingAttributes(trx, firmId);
  const header = [
    connectionHeaders.client,
    ...attributes.map(({ label }) => label),
    keyHeader(manifest, attributes),
  ];
  const example = [
    `${exampleWord}Boulangerie Dupont`,
    ...attributes.map(() => null),
    manifest.clientKey.example,
  ];
  if (!withClients) return [header, example];
  const clients = await listUnconnected(trx, caller, installationId);
  const proposed = await proposeKeys(platform, trx, firmId, installationId, clients);
  const values = await trx
    .selectFrom('attribute_values')
    .select(['client_id', 'attribute_id', 'value'])
    .where('firm_id', '=', firmId)
    .execute();
  const byPlace = new Map(values.map((row) => [`${row.client_id} ${row.attribute_id}`, row.value]));
  const rows = clients.map(({ id, name }) => [
    name,
    ...attributes.map((attribute) => byPlace.get(`${id} ${attribute.id}`) ?? null),
    proposed.get(id)?.key ?? null,
  ]);
  return [header, example, ...rows];
}

/** Active clients that the caller sees, by name. */
async function listUnconnected(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select clients.id, clients.name from clients
    where clients.firm_id = ${caller.firmId} and clients.erased_at is null and clients.archived_at is null
      and ${isVisibleClient(caller)}
      and not exists (
        select from connections c
        where c.firm_id = clients.firm_id and c.client_id = clients.id and c.installation_id = ${installationId}
          and c.state <> 'disconnected')
    order by clients.sort_key, clients.id`.execute(trx);
  return rows;
}

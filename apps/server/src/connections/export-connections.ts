import type { Connection, ConnectionSelection } from '@navette/api';
import { localDay } from '@navette/model';
import type { Transaction } from 'kysely';
import { requireConnector } from '../applications/installations.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';
import { selectConnections } from './select-connections.ts';
import { connectionHeaders, keyHeader, loadNamingAttributes } from './sheet-headers.ts';

const words = { active: 'Connecté', stopped: 'Arrêté', disconnected: 'Déconnecté' } as const;

/**
 * The rows of a file of connected clients, its header first: what an import reads again without changing anything, then what it
 * leaves out. Of keys that are secrets the column stays empty. @throws NavetteError `not_found`
 */
export async function exportConnections(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  selection: ConnectionSelection,
): Promise<Cell[][]> {
  const { firmId } = caller;
  const connections = await selectConnections(trx, caller, installationId, selection);
  const installation = await trx
    .selectFrom('installations')
    .innerJoin('firms', 'firms.id', 'installations.firm_id')
    .select(['installations.application', 'installations.name', 'firms.time_zone as timeZone'])
    .where('installations.firm_id', '=', firmId)
    .where('installations.id', '=', installationId)
    .executeTakeFirstOrThrow();
  const { manifest } = requireConnector(platform, installation.application);
  const attributes = await loadNamingAttributes(trx, firmId);
  const attributeOf = await loadValues(trx, firmId, connections);
  const pathOf = await loadPaths(trx, firmId, installationId);
  const { client, label } = connectionHeaders;
  const names = attributes.map((attribute) => attribute.label);
  const header = [client, ...names, keyHeader(manifest, attributes), label];
  const rows = connections.map((each): Cell[] => [
    each.clientName,
    ...attributes.map(({ id }) => attributeOf(each.clientId, id)),
    manifest.clientKey.secret ? null : each.clientKey,
    each.clientKeyLabel,
    each.ruleIds.map(pathOf).sort().join(', ') || null,
    words[each.state],
    new Date(localDay(new Date(each.createdAt), installation.timeZone)),
  ]);
  await recordAudit(platform, trx, caller, {
    ...{ action: 'connections.exported', subjectKind: 'installation', subjectId: installationId },
    subjectName: installation.name,
    details: { connections: connections.length },
  });
  return [[...header, 'Répertoires', 'État', 'Connecté le'], ...rows];
}

async function loadValues(trx: Transaction<Schema>, firmId: string, connections: readonly Connection[]) {
  if (connections.length === 0) return () => null;
  const rows = await trx
    .selectFrom('attribute_values')
    .select(['client_id', 'attribute_id', 'value'])
    .where('firm_id', '=', firmId)
    .execute();
  const values = new Map(rows.map((row) => [`${row.client_id} ${row.attribute_id}`, row.value]));
  return (clientId: string, attributeId: string) => values.get(`${clientId} ${attributeId}`) ?? null;
}

async function loadPaths(trx: Transaction<Schema>, firmId: string, installationId: string) {
  const rows = await trx
    .selectFrom('rules')
    .select(['id', 'source_path as path'])
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .execute();
  const paths = new Map(rows.map(({ id, path }) => [id, path]));
  return (ruleId: string) => paths.get(ruleId) ?? '';
}

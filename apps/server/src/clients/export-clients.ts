import type { Client, ClientSelection } from '@navette/api';
import { localDay } from '@navette/model';
import type { Transaction } from 'kysely';
import { type AttributeFacts, loadAttributes } from '../attributes/list-attributes.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { Cell } from '../sheets/sheet.ts';
import { describeClients } from './describe-clients.ts';
import { selectClients } from './select-clients.ts';
import { clientHeaders } from './sheet-headers.ts';

const clientsAtOnce = 500;

/**
 * The rows of a file of clients, its header first: what an import reads again without changing anything, then what it leaves out.
 * @throws NavetteError as `listClients`, for the filter
 */
export async function exportClients(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  selection: ClientSelection,
): Promise<Cell[][]> {
  const attributes = await loadAttributes(trx, caller.firmId);
  const ids = await selectClients(trx, caller, selection);
  const { timeZone } = await trx
    .selectFrom('firms')
    .select('time_zone as timeZone')
    .where('id', '=', caller.firmId)
    .executeTakeFirstOrThrow();
  const nameOf = await namePeople(trx, caller.firmId);
  const rows: Cell[][] = [[...clientHeaders(attributes), 'Applications', 'Non transmis', 'Dernier dépôt']];
  for (let from = 0; from < ids.length; from += clientsAtOnce) {
    const clients = await describeClients(platform, trx, caller, ids.slice(from, from + clientsAtOnce));
    for (const client of clients) rows.push(rowOf(client, attributes, nameOf, timeZone));
  }
  await recordAudit(platform, trx, caller, {
    ...{ action: 'clients.exported', subjectKind: 'firm', subjectId: caller.firmId, subjectName: null },
    details: { clients: ids.length },
  });
  return rows;
}

function rowOf(
  client: Client,
  attributes: readonly AttributeFacts[],
  nameOf: (id: string) => string,
  timeZone: string,
): Cell[] {
  const values = new Map(client.attributes.map((value) => [value.attributeId, value]));
  const reasons = new Set(client.attributes.flatMap(({ overrideReason }) => overrideReason ?? []));
  return [
    client.name,
    ...attributes.map(({ id }) => values.get(id)?.value ?? null),
    client.collaborators.map(({ id }) => nameOf(id)).join(', ') || null,
    [...reasons].join(' ; ') || null,
    client.connections.map(({ name }) => name).join(', ') || null,
    client.undelivered,
    client.lastReceivedAt === null ? null : new Date(localDay(new Date(client.lastReceivedAt), timeZone)),
  ];
}

/** By name, or by e-mail where two people have one name. */
async function namePeople(trx: Transaction<Schema>, firmId: string): Promise<(id: string) => string> {
  const rows = await trx
    .selectFrom('members')
    .select(['user_id as id', 'name', 'email'])
    .where('firm_id', '=', firmId)
    .where('role', '<>', 'client')
    .execute();
  const byName = Map.groupBy(rows, ({ name }) => name);
  const names = new Map(
    rows.map(({ id, name, email }) => [
      id,
      (byName.get(name)?.length ?? 0) > 1 || /[,;]/.test(name) ? email : name,
    ]),
  );
  return (id) => names.get(id) ?? '';
}

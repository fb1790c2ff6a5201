/** What each row of a file of clients and their keys would do, from what is there: pure. Applied, then planned again, it does nothing. */
import type { Dossier, Manifest } from '@navette/connector';
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import type { ExistingClient } from '../client-imports/existing.ts';
import type { Table } from '../client-imports/import-columns.ts';
import { errorOf, type RowProblem, warningOf } from '../client-imports/row-problem.ts';
import type { ImportColumn } from './import-columns.ts';
import { createClientMatcher, shorten } from './match-client.ts';
import { createKeyReader, mask, type ReadKey } from './read-key.ts';

/** What is there, as rows are compared with it. */
export interface Known {
  readonly attributes: readonly AttributeFacts[];
  /** Those that the caller sees. */
  readonly clients: readonly ExistingClient[];
  readonly connections: readonly KnownConnection[];
  /** As the partner lists them now; `null` where it lists none. */
  readonly dossiers: readonly Dossier[] | null;
}

export interface KnownConnection {
  readonly id: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly isSeen: boolean;
  /** As the row of the connection has it: a fingerprint where it is a secret. */
  readonly clientKey: string;
  /** Whether it is connected for the folder in question, or there is none. */
  readonly isListed: boolean;
}

export type RowChange = 'connect' | 'change' | 'extend' | 'unchanged';

export interface PlannedRow {
  readonly row: number;
  readonly given: string;
  readonly change: RowChange | null;
  readonly client: ExistingClient | null;
  readonly near: ExistingClient | null;
  readonly connectionId: string | null;
  /** In clear; `null` when the row gives none. */
  readonly key: string | null;
  readonly label: string | null;
  readonly problems: readonly RowProblem[];
  /** As the file has them, without what is a secret. */
  readonly cells: readonly string[];
}

/** @param keptForm a key as the row of a connection has it */
export function planImport(
  table: Table,
  columns: readonly ImportColumn[],
  manifest: Manifest,
  known: Known,
  keptForm: (key: string) => string,
): PlannedRow[] {
  const matchClient = createClientMatcher(columns, known.clients, known.attributes);
  const keyColumn = columns.findIndex(({ target }) => target === 'key');
  const labelColumn = columns.findIndex(({ target }) => target === 'label');
  const header = columns[keyColumn]?.header ?? '';
  const readKey = createKeyReader(manifest, header, known.dossiers);
  const ofClient = new Map(known.connections.map((each) => [each.clientId, each]));
  const ofKey = new Map(known.connections.map((each) => [each.clientKey, each]));
  const rowsOfClients = new Map<string, { readonly row: number; readonly kept: string | null }>();
  const rowsOfKeys = new Map<string, number>();
  return table.rows.map(({ number: row, cells }) => {
    const matched = matchClient(cells);
    const { client } = matched;
    const read = readKey(cells[keyColumn] ?? '');
    const kept = read.key === null ? null : keptForm(read.key);
    const connection = client === null ? null : (ofClient.get(client.id) ?? null);
    const problems = [...hideProblems(matched.problems, manifest, client), ...read.problems];
    const earlier = client === null ? undefined : rowsOfClients.get(client.id);
    if (earlier !== undefined && (earlier.kept !== kept || connection?.clientKey !== kept))
      problems.push(errorOf(null, 'import_row_repeated', { row: earlier.row }));
    if (client !== null && read.isMissing && connection === null)
      problems.push(errorOf(header, 'import_key_missing', { label: header }));
    const holder = kept === null ? undefined : ofKey.get(kept);
    const earlierKey = kept === null ? undefined : rowsOfKeys.get(kept);
    if (holder !== undefined && holder.clientId !== client?.id)
      problems.push(takenBy(holder, header, shownKey(manifest, read)));
    else if (earlierKey !== undefined && earlier?.row !== earlierKey)
      problems.push(errorOf(header, 'import_key_repeated', { row: earlierKey }, shownKey(manifest, read)));
    else if (client !== null) problems.push(...warningsOf(client, connection, kept, header, manifest));
    const hasError = problems.some(({ isError }) => isError);
    if (!hasError && client !== null) {
      rowsOfClients.set(client.id, { row, kept });
      if (kept !== null) rowsOfKeys.set(kept, row);
    }
    const given = cells[labelColumn]?.trim();
    return {
      ...{ row, given: hideKey(matched.given, manifest, client), client, near: matched.near, problems },
      change: hasError ? null : changeOf(connection, kept),
      connectionId: connection?.id ?? null,
      ...{ key: read.key, label: given ? shorten(given) : read.label },
      cells: maskCells(cells, columns, manifest, client),
    };
  });
}

function changeOf(connection: KnownConnection | null, kept: string | null): RowChange {
  if (connection === null) return 'connect';
  if (kept !== null && connection.clientKey !== kept) return 'change';
  return connection.isListed ? 'unchanged' : 'extend';
}

function warningsOf(
  client: ExistingClient,
  connection: KnownConnection | null,
  kept: string | null,
  column: string,
  { clientKey }: Manifest,
): RowProblem[] {
  const problems: RowProblem[] = [];
  if (client.isArchived && connection === null)
    problems.push(warningOf(null, 'import_archived_client', { client: client.name }));
  if (connection !== null && kept !== null && connection.clientKey !== kept) {
    const former = clientKey.secret
      ? { former: 'une autre clé', formerEn: 'another key' }
      : { former: connection.clientKey };
    problems.push(
      warningOf(column, 'import_key_replaced', former, clientKey.secret ? mask : connection.clientKey),
    );
  }
  return problems;
}

function takenBy({ isSeen, clientName }: KnownConnection, column: string, given: string): RowProblem {
  return isSeen
    ? errorOf(column, 'client_key_taken', { client: clientName }, given)
    : errorOf(column, 'client_key_taken_unseen', {}, given);
}

function shownKey({ clientKey }: Manifest, { key }: ReadKey): string {
  return clientKey.secret ? mask : shorten(key ?? '');
}

/**
 * Where keys are secrets, a column that is not known may hold them, and so may the wrong column: of a row whose client is not found, what
 * looks like one is hidden too.
 */
function maskCells(
  cells: readonly string[],
  columns: readonly ImportColumn[],
  manifest: Manifest,
  client: ExistingClient | null,
): string[] {
  if (!manifest.clientKey.secret) return [...cells];
  return cells.map((cell, index) => {
    const target = columns[index]?.target ?? null;
    if (cell === '') return '';
    return target === null || target === 'key' ? mask : hideKey(cell, manifest, client);
  });
}

function hideProblems(
  problems: readonly RowProblem[],
  manifest: Manifest,
  client: ExistingClient | null,
): RowProblem[] {
  const hide = (value: string | number) =>
    typeof value === 'string' ? hideKey(value, manifest, client) : value;
  return problems.map((problem) => ({
    ...problem,
    given: hideKey(problem.given, manifest, client),
    params: Object.fromEntries(Object.entries(problem.params).map(([name, value]) => [name, hide(value)])),
  }));
}

/** No company is called so: long, without a space, and with digits or longer still. */
const looksLikeSecret = /^(?:(?=.*\d)(?=.*\p{L})\S{10,}|\S{20,})$/u;

function hideKey(text: string, { clientKey }: Manifest, client: ExistingClient | null): string {
  const isSuspect = clientKey.secret === true && client === null && looksLikeSecret.test(text);
  return isSuspect ? mask : text;
}

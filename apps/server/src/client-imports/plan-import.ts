/**
 * What each row of a file of clients would do, from what is there: pure, so that it can be tried on anything. An empty cell leaves
 * what is there as it is. Applied, then planned again, a file changes nothing.
 */
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import type { AttributeValue } from '../attributes/read-value.ts';
import type { Existing, ExistingClient } from './existing.ts';
import type { ImportColumn, Table } from './import-columns.ts';
import { createMatcher, type Match } from './match-row.ts';
import { type RowValues, readRow } from './read-row.ts';
import { errorOf, type RowProblem, warningOf } from './row-problem.ts';

/** What is written: only what the file says and what is not there already. */
export interface RowWrites {
  readonly name?: string;
  readonly attributes: readonly {
    readonly attributeId: string;
    readonly value: string;
    readonly overrideReason: string | null;
  }[];
  /** Values of attributes that are still to be made, by label. */
  readonly newAttributes: readonly { readonly label: string; readonly value: string }[];
  readonly collaboratorIds?: readonly string[];
}

export interface PlannedRow {
  readonly row: number;
  readonly name: string;
  readonly change: 'create' | 'update' | 'unchanged' | null;
  readonly clientId: string | null;
  readonly changes: readonly {
    readonly column: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly problems: readonly RowProblem[];
  readonly writes: RowWrites;
}

/** @param matchBy `name`, or the id of an attribute */
export function planImport(
  table: Table,
  columns: readonly ImportColumn[],
  matchBy: string,
  existing: Existing,
): PlannedRow[] {
  const matcher = createMatcher(existing, matchBy);
  const holders = createHolders(existing);
  const targets = new Map<string, { readonly row: number; readonly writes: boolean }>();
  return table.rows.map(({ number, cells }) => {
    const found = matcher(readRow(cells, columns, existing, null));
    // Once more, knowing the client: what it has already needs no new reason.
    const values = readRow(cells, columns, existing, found.client);
    const problems = [...values.problems, ...problemsOfMatch(found, values, existing, matchBy)];
    // A client that is there, and what names it: another row may name it so and find nobody, or somebody else.
    const keys = [found.client?.id, found.key].filter((key) => key !== undefined && key !== null);
    const writes = found.client === null || listChanges(found.client, values, existing).length > 0;
    const earlier = keys.map((key) => targets.get(key)).find((target) => target !== undefined);
    // Two rows that say what is there already are no contradiction.
    if (earlier !== undefined && (earlier.writes || writes))
      problems.push(errorOf(null, 'import_row_repeated', { row: earlier.row }));
    if (found.client === null && found.several.length === 0 && values.name === '')
      problems.push(errorOf(headerOf(columns, 'name'), 'import_name_missing', {}));
    problems.push(...holders.problems(values, found.client));
    // A row that is not written takes nothing from those after it.
    if (!problems.some(({ isError }) => isError)) {
      for (const key of keys) targets.set(key, { row: number, writes });
      holders.take(values, number);
    }
    return describeRow(number, found.client, values, problems, existing);
  });
}

function describeRow(
  row: number,
  client: ExistingClient | null,
  values: RowValues,
  problems: readonly RowProblem[],
  existing: Existing,
): PlannedRow {
  const changes = listChanges(client, values, existing);
  const hasError = problems.some(({ isError }) => isError);
  const change = client === null ? 'create' : changes.length === 0 ? 'unchanged' : 'update';
  return {
    row,
    name: values.name === '' ? (client?.isSeen ? client.name : '') : values.name,
    change: hasError ? null : change,
    clientId: client?.isSeen ? client.id : null,
    changes: client !== null && !client.isSeen ? [] : changes,
    problems,
    writes: writesOf(client, values),
  };
}

function listChanges(client: ExistingClient | null, values: RowValues, { people }: Existing) {
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? '…';
  const listPeople = (ids: readonly string[]) => ids.map(nameOf).sort().join(', ') || null;
  return [
    ...(values.name === '' || values.name === client?.name
      ? []
      : [{ column: values.nameColumn, from: client?.name ?? null, to: values.name }]),
    ...values.values.flatMap(({ column, attribute, value }) => {
      const old = client?.values.get(attribute.id);
      if (isSameValue(old, value)) return [];
      return [{ column, from: old?.value ?? null, to: value.value }];
    }),
    ...values.newValues.map(({ label, value }) => ({ column: label, from: null, to: value })),
    ...(values.collaboratorIds === null || isSameSet(values.collaboratorIds, client?.collaboratorIds ?? [])
      ? []
      : [
          {
            column: values.collaboratorsColumn,
            from: listPeople(client?.collaboratorIds ?? []),
            to: listPeople(values.collaboratorIds),
          },
        ]),
  ];
}

function writesOf(client: ExistingClient | null, values: RowValues): RowWrites {
  return {
    ...(values.name === '' ? {} : { name: values.name }),
    attributes: values.values
      .filter(({ attribute, value }) => !isSameValue(client?.values.get(attribute.id), value))
      .map(({ attribute, value }) => ({
        attributeId: attribute.id,
        value: value.value,
        overrideReason: value.overrideReason,
      })),
    newAttributes: values.newValues,
    ...(values.collaboratorIds === null ? {} : { collaboratorIds: values.collaboratorIds }),
  };
}

function isSameValue(old: AttributeValue | undefined, value: AttributeValue): boolean {
  return old?.value === value.value && old.overrideReason === value.overrideReason;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}

function problemsOfMatch(
  { client, several, sameName }: Match,
  values: RowValues,
  { attributes }: Existing,
  matchBy: string,
): RowProblem[] {
  const label = attributes.find(({ id }) => id === matchBy)?.label;
  const value = values.values.find(({ attribute }) => attribute.id === matchBy)?.value.value ?? values.name;
  const column = values.values.find(({ attribute }) => attribute.id === matchBy)?.column ?? values.nameColumn;
  if (several.length > 0) {
    const seen = several
      .filter(({ isSeen }) => isSeen)
      .map(({ name, values: had }) => nameWithCode(name, had, attributes));
    const clients = [...seen.slice(0, 3), ...(seen.length > 3 || seen.length < several.length ? ['…'] : [])];
    return [errorOf(column, 'import_several_match', { value, clients: clients.join(', ') })];
  }
  if (client !== null && !client.isSeen) return [errorOf(column, 'import_client_not_seen', { value })];
  if (client?.isArchived) return [warningOf(null, 'import_client_archived', { client: client.name })];
  if (sameName && label !== undefined)
    return [warningOf(values.nameColumn, 'import_same_name', { value: values.name, label })];
  return [];
}

/** Clients of one name are told apart by their code. */
function nameWithCode(
  name: string,
  values: ExistingClient['values'],
  attributes: readonly AttributeFacts[],
): string {
  const code = attributes.find(({ kind }) => kind === 'code');
  const value = code === undefined ? undefined : values.get(code.id)?.value;
  return value === undefined ? name : `${name} ${value}`;
}

/** Who has each unique value: clients that are there, and rows before that will be written. */
function createHolders({ clients, attributes }: Existing) {
  const held = new Map<string, ExistingClient | number>();
  const unique = new Set(attributes.filter(({ isUnique }) => isUnique).map(({ id }) => id));
  const placeOf = (attributeId: string, key: string) => `${attributeId} ${key}`;
  for (const client of clients)
    for (const [attributeId, { key }] of client.values)
      if (unique.has(attributeId)) held.set(placeOf(attributeId, key), client);
  const uniqueOf = ({ values }: RowValues) => values.filter(({ attribute }) => unique.has(attribute.id));
  return {
    problems(values: RowValues, client: ExistingClient | null): RowProblem[] {
      return uniqueOf(values).flatMap(
        ({ column, attribute: { id, label }, value: { value, key }, given }) => {
          const holder = held.get(placeOf(id, key));
          if (holder === undefined || (client !== null && holder === client)) return [];
          if (typeof holder === 'number')
            return [errorOf(column, 'import_value_repeated', { row: holder, label }, given)];
          return [
            holder.isSeen
              ? errorOf(column, 'value_taken', { value, label, client: holder.name }, given)
              : errorOf(column, 'value_taken_unseen', { value, label }, given),
          ];
        },
      );
    },
    take(values: RowValues, row: number): void {
      for (const { attribute, value } of uniqueOf(values)) {
        const place = placeOf(attribute.id, value.key);
        if (!held.has(place)) held.set(place, row);
      }
    },
  };
}

function headerOf(columns: readonly ImportColumn[], target: string): string | null {
  return columns.find((column) => column.target === target)?.header ?? null;
}

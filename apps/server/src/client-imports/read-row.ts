import {
  canOverride,
  maxValueLength,
  normaliseValue,
  restoreZeros,
  valueKey,
  valueProblem,
  valueProblemCodes,
} from '@navette/model';
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import type { AttributeValue } from '../attributes/read-value.ts';
import { foldForSearch } from '../clients/search-key.ts';
import type { Existing, ExistingClient, Person } from './existing.ts';
import type { ImportColumn } from './import-columns.ts';
import { errorOf, type RowProblem, warningOf } from './row-problem.ts';

/** What a row says, read and checked cell by cell. */
export interface RowValues {
  /** `''` when the row gives none. */
  readonly name: string;
  readonly nameColumn: string;
  readonly values: readonly {
    readonly column: string;
    readonly attribute: AttributeFacts;
    readonly value: AttributeValue;
    readonly given: string;
  }[];
  readonly newValues: readonly { readonly label: string; readonly value: string }[];
  /** `null` when the row names nobody. */
  readonly collaboratorIds: readonly string[] | null;
  readonly collaboratorsColumn: string;
  readonly problems: readonly RowProblem[];
}

const maxNameLength = 200;
const reasonLengths = { min: 3, max: 500 };
/** No SIREN begins with more zeros. */
const maxZerosLost = 4;

/** @param client the one that the row is about, as far as it is known: a number that it has keeps its reason */
export function readRow(
  cells: readonly string[],
  columns: readonly ImportColumn[],
  existing: Existing,
  client: ExistingClient | null,
): RowValues {
  const problems: RowProblem[] = [];
  const cellOf = (target: string) => {
    const index = columns.findIndex((column) => column.target === target);
    return { header: columns[index]?.header ?? '', text: normaliseValue('text', cells[index] ?? '') };
  };
  const name = cellOf('name');
  if (name.text.length > maxNameLength)
    problems.push(errorOf(name.header, 'value_too_long', { limit: maxNameLength }, shorten(name.text)));
  if (cells.slice(columns.length).some((cell) => cell !== ''))
    problems.push(errorOf(null, 'import_too_many_cells', { cells: cells.length, columns: columns.length }));
  const reason = readReason(cellOf('overrideReason').text);
  const people = cellOf('collaborators');
  const named = readPeople(people.text, people.header, existing.people, client);
  problems.push(...named.problems);
  const values: RowValues['values'][number][] = [];
  for (const [index, column] of columns.entries()) {
    const attribute = existing.attributes.find(({ id }) => column.target === `attribute:${id}`);
    if (attribute === undefined) continue;
    const read = readCell(attribute, cells[index] ?? '', column.header, reason, client);
    if (read.problem !== null) problems.push(read.problem);
    if (read.value !== null)
      values.push({
        column: column.header,
        attribute,
        value: read.value,
        given: shorten(cells[index] ?? ''),
      });
  }
  return {
    name: name.text.slice(0, maxNameLength),
    nameColumn: name.header,
    values,
    newValues: readNewValues(cells, columns, problems),
    collaboratorIds: named.ids,
    collaboratorsColumn: people.header,
    problems,
  };
}

interface ReadCell {
  readonly value: AttributeValue | null;
  readonly problem: RowProblem | null;
}

function readCell(
  attribute: AttributeFacts,
  cell: string,
  header: string,
  reason: string | null,
  client: ExistingClient | null,
): ReadCell {
  const { kind } = attribute;
  const value = normaliseValue(kind, cell);
  if (value === '') return { value: null, problem: null };
  const key = valueKey(kind, value);
  const problem = valueProblem(kind, value);
  if (problem === null) return { value: { value, key, overrideReason: null }, problem: null };
  const padded = padZeros(kind, value);
  if (padded !== null) {
    const params = { value, suggestion: padded };
    return {
      value: { value: padded, key: padded, overrideReason: null },
      problem: warningOf(header, 'import_zeros_added', params, shorten(cell), padded),
    };
  }
  const old = client?.values.get(attribute.id);
  const vouched = (old?.key === key ? old.overrideReason : null) ?? reason;
  if (canOverride(problem) && vouched !== null)
    return { value: { value, key, overrideReason: vouched }, problem: null };
  const params = { value: shorten(cell), limit: maxValueLength[kind] };
  return { value: null, problem: errorOf(header, valueProblemCodes[problem], params, shorten(cell)) };
}

/** The number as it was before a spreadsheet took its zeros, when that is surely what happened. */
function padZeros(kind: AttributeFacts['kind'], value: string): string | null {
  if (kind !== 'siret' && kind !== 'siren') return null;
  const length = kind === 'siret' ? 14 : 9;
  return length - value.length > maxZerosLost ? null : restoreZeros(value, length);
}

function readReason(text: string): string | null {
  return text.length < reasonLengths.min ? null : text.slice(0, reasonLengths.max);
}

/** People are named by their name or their e-mail, with commas or semicolons between. */
function readPeople(
  text: string,
  header: string,
  people: readonly Person[],
  client: ExistingClient | null,
): { ids: string[] | null; problems: RowProblem[] } {
  const given = text
    .split(/[,;]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (given.length === 0) return { ids: null, problems: [] };
  const possible = people.filter(({ id, isActive }) => isActive || client?.collaboratorIds.includes(id));
  const ids = new Set<string>();
  const problems: RowProblem[] = [];
  for (const each of given) {
    const key = foldForSearch(each);
    const [found, ...others] = possible.filter(
      ({ name, email }) => foldForSearch(name) === key || email.toLowerCase() === each.toLowerCase(),
    );
    if (found !== undefined && others.length === 0) ids.add(found.id);
    else {
      const code = found === undefined ? 'import_unknown_collaborator' : 'import_ambiguous_collaborator';
      problems.push(errorOf(header, code, { value: shorten(each) }, shorten(each)));
    }
  }
  return { ids: [...ids], problems };
}

function readNewValues(cells: readonly string[], columns: readonly ImportColumn[], problems: RowProblem[]) {
  return columns.flatMap(({ header, target }, index) => {
    const value = target === 'new' ? normaliseValue('text', cells[index] ?? '') : '';
    if (value === '') return [];
    if (valueProblem('text', value) !== null)
      problems.push(errorOf(header, 'value_too_long', { limit: maxValueLength.text }, shorten(value)));
    return [{ label: header, value }];
  });
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

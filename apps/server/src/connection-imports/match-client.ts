/** Which client a row is about. */
import {
  normaliseValue,
  restoreZeros,
  type ValueProblem,
  valueKey,
  valueProblem,
  valueProblemCodes,
} from '@navette/model';
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import type { ExistingClient } from '../client-imports/existing.ts';
import { errorOf, type RowProblem, warningOf } from '../client-imports/row-problem.ts';
import { foldForSearch } from '../clients/search-key.ts';
import { indexNames } from '../mapping/near-names.ts';
import type { ImportColumn } from './import-columns.ts';

export interface MatchedRow {
  /** As the file has it: the name, else a code or a SIRET. */
  readonly given: string;
  readonly client: ExistingClient | null;
  readonly near: ExistingClient | null;
  readonly problems: readonly RowProblem[];
}

/** Each look for a near name takes a millisecond: a file of strangers is another file. */
const maxLooks = 300;

/** What one cell says of the client. */
interface Clue {
  readonly column: string;
  readonly given: string;
  readonly attribute: AttributeFacts | null;
  /** Those it may mean. */
  readonly clients: readonly ExistingClient[];
  /** Of the cell itself. */
  readonly problem: RowProblem | null;
}

/**
 * Finds the client of each row by its code, its SIRET and its name, which must not contradict each other. A value that no client has
 * says nothing, unless the client has another one. @param clients those that the caller sees; others are as if they did not exist
 */
export function createClientMatcher(
  columns: readonly ImportColumn[],
  clients: readonly ExistingClient[],
  attributes: readonly AttributeFacts[],
): (cells: readonly string[]) => MatchedRow {
  const byName = Map.groupBy(clients, ({ name }) => foldForSearch(name));
  const byValue = new Map(attributes.map(({ id }) => [id, indexValues(clients, id)]));
  const nearNames = indexNames(clients, ({ name }) => name);
  let looks = 0;
  return (cells) => {
    const clues = columns.flatMap(({ header, target }, index): Clue[] => {
      const cell = (cells[index] ?? '').trim();
      if (cell === '') return [];
      if (target === 'client') {
        const found = byName.get(foldForSearch(cell)) ?? [];
        return [{ column: header, given: cell, attribute: null, clients: found, problem: null }];
      }
      const attribute = attributes.find(({ id }) => target === `attribute:${id}`);
      const known = attribute && byValue.get(attribute.id);
      return attribute && known ? [readValue(header, cell, attribute, known)] : [];
    });
    return settle(clues, (name) => {
      looks += 1;
      return looks > maxLooks ? null : (nearNames.find(name)[0] ?? null);
    });
  };
}

interface ValueIndex {
  readonly byKey: ReadonlyMap<string, readonly ExistingClient[]>;
  /** Codes made of digits alone, without the zeros a spreadsheet may have taken. */
  readonly byDigits: ReadonlyMap<string, readonly ExistingClient[]>;
}

function indexValues(clients: readonly ExistingClient[], attributeId: string): ValueIndex {
  const having = clients.filter(({ values }) => values.has(attributeId));
  const keyOf = ({ values }: ExistingClient) => values.get(attributeId)?.key ?? '';
  return {
    byKey: Map.groupBy(having, keyOf),
    byDigits: Map.groupBy(having, (client) => withoutZeros(keyOf(client))),
  };
}

function withoutZeros(key: string): string {
  return /^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : key;
}

function readValue(
  column: string,
  given: string,
  attribute: AttributeFacts,
  { byKey, byDigits }: ValueIndex,
): Clue {
  const { kind } = attribute;
  const value = normaliseValue(kind, given);
  const key = valueKey(kind, value);
  const clue = { column, given, attribute };
  const found = byKey.get(key);
  if (found !== undefined) return { ...clue, clients: found, problem: null };
  const padded = kind === 'siret' ? restoreZeros(value, 14) : null;
  const meant =
    (padded === null ? undefined : byKey.get(padded)) ??
    (kind === 'code' && /^\d+$/.test(key) ? byDigits.get(withoutZeros(key)) : undefined);
  const [client] = meant ?? [];
  if (meant !== undefined && client !== undefined && (kind === 'siret' || meant.length === 1)) {
    const suggestion = client.values.get(attribute.id)?.value ?? given;
    const params = { value: given, suggestion };
    return {
      ...clue,
      clients: meant,
      problem: warningOf(column, 'import_zeros_understood', params, given, suggestion),
    };
  }
  // Lost zeros or not: a number that is right, and nobody's here.
  const problem = padded === null ? valueProblem(kind, value) : null;
  return { ...clue, clients: [], problem: problem === null ? null : wrongValue(column, given, problem) };
}

function wrongValue(column: string, given: string, problem: ValueProblem): RowProblem {
  return errorOf(column, valueProblemCodes[problem], { value: shorten(given), limit: 50 }, shorten(given));
}

function settle(clues: readonly Clue[], findNear: (name: string) => ExistingClient | null): MatchedRow {
  const named = clues.find(({ attribute }) => attribute === null);
  const [first] = clues;
  const told = named ?? first;
  if (told === undefined)
    return { given: '', client: null, near: null, problems: [errorOf(null, 'import_client_missing', {})] };
  const given = shorten(told.given);
  const ofCells = clues.flatMap(({ problem }) => problem ?? []);
  const refuse = (problem: RowProblem, near: ExistingClient | null = null): MatchedRow => ({
    ...{ given, client: null, near },
    problems: [...ofCells.filter(({ isError }) => isError), problem],
  });
  const saying = clues.filter(({ clients }) => clients.length > 0);
  if (saying.length === 0) {
    const near = named === undefined ? null : findNear(named.given);
    const params = { value: given, client: near?.name ?? '' };
    const code = near === null ? 'import_unknown_client' : 'import_near_client';
    const isSaid = ofCells.some(({ isError }) => isError) && named === undefined;
    return isSaid
      ? { given, client: null, near, problems: ofCells }
      : refuse(errorOf(told.column, code, params, given), near);
  }
  const common = (saying[0]?.clients ?? []).filter((client) =>
    saying.every((clue) => clue.clients.includes(client)),
  );
  const [client, ...others] = common;
  if (client === undefined) {
    const [one] = saying;
    const params = { value: shorten(one?.given ?? ''), client: one?.clients[0]?.name ?? '' };
    return refuse(errorOf(one?.column ?? null, 'import_client_contradicted', params, given));
  }
  if (others.length > 0) return refuse(ambiguous(told.column, given, common));
  const contrary = clues.find(
    ({ attribute, clients }) => attribute !== null && clients.length === 0 && client.values.has(attribute.id),
  );
  if (contrary !== undefined) {
    const [one] = saying;
    const params = { value: shorten(one?.given ?? ''), client: client.name };
    return refuse(errorOf(contrary.column, 'import_client_contradicted', params, shorten(contrary.given)));
  }
  return { given, client, near: null, problems: ofCells };
}

function ambiguous(column: string, value: string, clients: readonly ExistingClient[]): RowProblem {
  const names = clients.slice(0, 3).map(({ name, values }) => {
    const [code] = [...values.values()];
    return code === undefined ? name : `${name} (${code.value})`;
  });
  const listed = [...names, ...(clients.length > 3 ? ['…'] : [])].join(', ');
  return errorOf(column, 'import_ambiguous_client', { value, clients: listed }, value);
}

export function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

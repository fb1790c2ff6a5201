import type { Existing, ExistingClient } from './existing.ts';
import { nameKeyOf } from './name-key.ts';
import type { RowValues } from './read-row.ts';

export interface Match {
  /** The client that the row is about; `null` when there is none, or several. */
  readonly client: ExistingClient | null;
  readonly several: readonly ExistingClient[];
  /** Somebody has this name with another value of what rows are recognised by. */
  readonly sameName: boolean;
  /** By what a second row about the same new client is known; `null` for a row that says neither. */
  readonly key: string | null;
}

/**
 * Finds the client of a row: by the attribute, or by the name. A row that has no value of the attribute, and one whose value
 * nobody has, are about the client of that name when there is one and the file does not contradict it: who fills in missing SIRETs
 * wants no second client, and a file imported twice changes nothing.
 */
export function createMatcher(existing: Existing, matchBy: string): (row: RowValues) => Match {
  const byName = Map.groupBy(existing.clients, ({ name }) => nameKeyOf(name));
  const byValue = Map.groupBy(
    existing.clients.filter(({ values }) => values.has(matchBy)),
    ({ values }) => values.get(matchBy)?.key ?? '',
  );
  return (row) => {
    const given = row.values.find(({ attribute }) => attribute.id === matchBy)?.value;
    const named = row.name === '' ? [] : (byName.get(nameKeyOf(row.name)) ?? []);
    const withoutValue = named.filter(({ values }) => !values.has(matchBy));
    if (given === undefined)
      return matchOf(
        withoutValue.length === 1 ? withoutValue : named,
        row.name === '' ? null : `name ${nameKeyOf(row.name)}`,
      );
    const key = `value ${given.key}`;
    const found = byValue.get(given.key) ?? [];
    if (found.length > 0) return matchOf(found, key);
    if (withoutValue.length > 0) return matchOf(withoutValue, key);
    return { ...matchOf([], key), sameName: named.some(({ isSeen }) => isSeen) };
  };
}

function matchOf(found: readonly ExistingClient[], key: string | null): Match {
  const [client = null, ...others] = found;
  if (others.length > 0) return { client: null, several: found, sameName: false, key };
  return { client, several: [], sameName: false, key };
}

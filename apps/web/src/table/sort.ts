/** The order of a list: the column's key, `-` before it for the other way round. */
export interface TableSort {
  readonly by: string;
  /** By the id of the column; a column that is not there is not for sorting. */
  readonly keys: Readonly<Record<string, SortKey>>;
  readonly onSort: (by: string) => void;
}

export interface SortKey {
  readonly key: string;
  /** What is worth seeing first: the last names rarely are, the latest deposits are. */
  readonly first?: 'descending';
}

/** @returns how a column is sorted now, `undefined` when the list is in another order. */
export function directionOf(by: string, key: string): 'ascending' | 'descending' | undefined {
  if (by === key) return 'ascending';
  return by === `-${key}` ? 'descending' : undefined;
}

/** @returns the order after a click on the column. */
export function nextSort(by: string, { key, first }: SortKey): string {
  const now = directionOf(by, key) ?? (first === 'descending' ? 'ascending' : 'descending');
  return now === 'ascending' ? `-${key}` : key;
}

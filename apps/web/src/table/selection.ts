/**
 * What is ticked in a list that may be longer than what is loaded of it. The server takes it as it stands: a few rows by their ids,
 * or every result of a filter but some.
 */
export interface Selection {
  /** `ids`: the rows of `ids` are ticked. `all`: every result is, but the rows of `ids`. */
  readonly kind: 'ids' | 'all';
  readonly ids: ReadonlySet<string>;
}

/** The last tick, and how far shift has stretched it since. */
export interface Stretch {
  readonly anchor: string;
  readonly reach: string;
}

export const nothingSelected: Selection = { kind: 'ids', ids: new Set() };

/** Every result of the filter, loaded or not. */
export const everythingSelected: Selection = { kind: 'all', ids: new Set() };

export function isSelected({ kind, ids }: Selection, id: string): boolean {
  return (kind === 'all') !== ids.has(id);
}

/** The same selection with these rows ticked, or not. */
export function tick({ kind, ids }: Selection, rows: readonly string[], isOn: boolean): Selection {
  const next = new Set(ids);
  for (const id of rows) {
    if ((kind === 'all') !== isOn) next.add(id);
    else next.delete(id);
  }
  return { kind, ids: next };
}

/** @returns how many rows are ticked, of the `total` results of the filter; `null` when that total is not known. */
export function countSelected({ kind, ids }: Selection, total: number | null): number | null {
  if (kind === 'ids') return ids.size;
  return total === null ? null : Math.max(0, total - ids.size);
}

/** How much of the loaded rows is ticked: the state of the tick in the head of the table. */
export function shownState(selection: Selection, rows: readonly string[]): 'none' | 'some' | 'all' {
  const ticked = rows.filter((id) => isSelected(selection, id)).length;
  if (ticked === 0) return 'none';
  return ticked === rows.length ? 'all' : 'some';
}

/**
 * Stretches the last tick to a row: all between take the state of the anchor, and those that the stretch reached before and
 * leaves now take the other. An anchor that is no longer among the rows starts anew at `to`.
 */
export function stretch(
  selection: Selection,
  rows: readonly string[],
  last: Stretch | null,
  to: string,
): { readonly selection: Selection; readonly last: Stretch } {
  if (last === null || !rows.includes(last.anchor)) {
    return {
      selection: tick(selection, [to], !isSelected(selection, to)),
      last: { anchor: to, reach: to },
    };
  }
  const isOn = isSelected(selection, last.anchor);
  const left = tick(selection, between(rows, last.anchor, last.reach), !isOn);
  return {
    selection: tick(left, between(rows, last.anchor, to), isOn),
    last: { anchor: last.anchor, reach: to },
  };
}

function between(rows: readonly string[], one: string, other: string): readonly string[] {
  const [a, b] = [rows.indexOf(one), rows.indexOf(other)];
  if (a < 0 || b < 0) return [];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

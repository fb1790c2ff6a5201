import { useCallback, useMemo, useState } from 'react';
import {
  countSelected,
  everythingSelected,
  isSelected,
  nothingSelected,
  type Selection,
  type Stretch,
  shownState,
  stretch,
  tick,
} from './selection.ts';

export interface SelectionOptions<Filter> {
  /** The ids of the rows that are loaded, in their order. */
  readonly rows: readonly string[];
  /** How many results the filter has on the server; `null` while it is not known. */
  readonly total: number | null;
  /** What the list is asked by, without its order and its page: it goes to the server with *all results*. */
  readonly filter: Filter;
  /** Another place (another folder): everything is unticked. A change of the filter alone keeps the rows ticked one by one. */
  readonly place?: string;
}

/** What the server is asked to act on. */
export type SelectionRequest<Filter> =
  | { readonly ids: string[] }
  | { readonly filter: Filter; readonly excludedIds: string[] };

/** The ticks of a table, for its rows, its head and its bar. */
export interface RowSelection<Filter = unknown> {
  /** Of all pages; `null` while the total is not known. */
  readonly count: number | null;
  /** All results of the filter are ticked, but those that were taken out. */
  readonly isAll: boolean;
  /** Of the rows that are loaded. */
  readonly shown: 'none' | 'some' | 'all';
  /** Rows ticked one by one under another filter, that are not in sight. */
  readonly elsewhere: number;
  readonly request: SelectionRequest<Filter>;
  isSelected(id: string): boolean;
  /** Ticks or unticks a row. */
  toggle(id: string): void;
  /** With shift: every row from the last tick to this one. */
  stretchTo(id: string): void;
  /** Shift and an arrow: ticks the row that is left, when the gesture starts there, and all to the one that is reached. */
  stretchFrom(from: string, to: string): void;
  /** The tick in the head: every loaded row, or none of them. */
  toggleShown(): void;
  /** Every result of the filter, on every page. */
  selectAll(): void;
  clear(): void;
}

interface State {
  readonly selection: Selection;
  readonly last: Stretch | null;
  readonly filterKey: string;
  readonly place: string;
}

/**
 * Which rows of a list are ticked: some by their ids, or all results of its filter but some, whatever is loaded of it. The one
 * model of selection of the pages (clients, documents): give the result to `<DataTable selection>` and to `<SelectionBar>`, and
 * `request` to the server, which takes `{ids}` or `{filter, excludedIds}`.
 */
export function useSelection<Filter>(options: SelectionOptions<Filter>): RowSelection<Filter> {
  const { rows, total, filter, place = '' } = options;
  const filterKey = JSON.stringify(filter);
  const [state, setState] = useState<State>({ selection: nothingSelected, last: null, filterKey, place });
  const current = follow(state, filterKey, place);
  if (current !== state) setState(current);
  const { selection } = current;

  const change = useCallback(
    (next: (before: State) => Pick<State, 'selection' | 'last'>) =>
      setState((before) => ({ ...before, ...next(before) })),
    [],
  );
  const gestures = useMemo(
    () => ({
      toggle: (id: string) =>
        change(({ selection }) => ({
          selection: tick(selection, [id], !isSelected(selection, id)),
          last: { anchor: id, reach: id },
        })),
      stretchTo: (id: string) => change(({ selection, last }) => stretch(selection, rows, last, id)),
      stretchFrom: (from: string, to: string) =>
        change(({ selection, last }) => {
          if (last?.reach === from && isSelected(selection, last.anchor))
            return stretch(selection, rows, last, to);
          return stretch(tick(selection, [from], true), rows, { anchor: from, reach: from }, to);
        }),
      toggleShown: () =>
        change(({ selection }) => ({
          selection: tick(selection, rows, shownState(selection, rows) !== 'all'),
          last: null,
        })),
      selectAll: () => change(() => ({ selection: everythingSelected, last: null })),
      clear: () => change(() => ({ selection: nothingSelected, last: null })),
    }),
    [change, rows],
  );
  return useMemo(() => {
    const known = new Set(rows);
    const ids = [...selection.ids];
    return {
      ...gestures,
      count: countSelected(selection, total),
      isAll: selection.kind === 'all',
      shown: shownState(selection, rows),
      elsewhere: selection.kind === 'all' ? 0 : ids.filter((id) => !known.has(id)).length,
      isSelected: (id: string) => isSelected(selection, id),
      request: selection.kind === 'ids' ? { ids } : { filter, excludedIds: ids },
    };
  }, [selection, rows, total, gestures, filter]);
}

/** The state under another filter or in another place: *all results* were those of the old one. */
function follow(state: State, filterKey: string, place: string): State {
  if (state.place !== place) return { selection: nothingSelected, last: null, filterKey, place };
  if (state.filterKey === filterKey) return state;
  const selection = state.selection.kind === 'all' ? nothingSelected : state.selection;
  return { ...state, selection, last: null, filterKey };
}

import type { ReactTable, RowData } from '@tanstack/react-table';
import { Fragment, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import styles from './data-table.module.css';
import type { features } from './features.ts';
import { focusedIn, keepTextUnselected, linkSelector, nextIndex, tickSelector } from './row-gestures.ts';
import { TableRow } from './table-row.tsx';
import { useRowWindow } from './use-row-window.ts';
import type { RowSelection } from './use-selection.ts';

interface TableRowsProps<T extends RowData> {
  readonly table: ReactTable<typeof features, T>;
  readonly selection?: RowSelection | undefined;
  readonly nameOf: (row: T) => string;
  readonly openRowId: string | undefined;
  readonly rowHeightPx: number;
  readonly after: ReactNode;
}

/**
 * The rows in sight. One of them is the stop of the Tab key; arrows move from row to row, Space ticks, Shift and an arrow ticks on
 * the way, Ctrl A ticks what is loaded, Escape unticks.
 */
export function TableRows<T extends RowData>(props: TableRowsProps<T>) {
  const { table, selection, nameOf, openRowId, rowHeightPx, after } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = table.getRowModel().rows;
  const [active, setActive] = useState<string>();
  const toFocus = useRef<string>(null);
  const activeIndex = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  );
  const columns = table.getAllLeafColumns().length + (selection ? 1 : 0);
  const drawn = useRowWindow(body, {
    count: rows.length,
    rowHeightPx,
    kept: rows.length > 0 ? activeIndex : -1,
  });

  // One stop of the Tab key for the whole table; links are the pages' own, so the stop is set on what they drew.
  useLayoutEffect(() => {
    const stop = rows[activeIndex]?.id;
    for (const row of body.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? []) {
      const isStop = row.dataset.row === stop;
      for (const element of row.querySelectorAll<HTMLElement>(`${linkSelector}, ${tickSelector}`))
        element.tabIndex = isStop ? 0 : -1;
      if (isStop && toFocus.current) {
        row.querySelector<HTMLElement>(toFocus.current)?.focus();
        toFocus.current = null;
      }
    }
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const place = focusedIn(event);
    const id = (event.target as Element).closest<HTMLElement>('tr[data-row]')?.dataset.row;
    if (!place || !id || event.altKey) return;
    if (selection && tickByKey(event, selection, id, place)) return event.preventDefault();
    if (event.ctrlKey || event.metaKey) return;
    const from = rows.findIndex((row) => row.id === id);
    const next = nextIndex(event.key, from, rows.length);
    const to = next === null ? undefined : rows[next]?.id;
    if (to === undefined) return;
    event.preventDefault();
    if (event.shiftKey) selection?.stretchFrom(id, to);
    toFocus.current = place;
    setActive(to);
  };
  return (
    <tbody ref={body} onKeyDown={onKeyDown} onMouseDown={keepTextUnselected}>
      {drawn.rows.map(({ index, gapPx }) => {
        const row = rows[index];
        if (!row) return null;
        return (
          <Fragment key={row.id}>
            {gapPx > 0 && <Gap heightPx={gapPx} columns={columns} />}
            <TableRow
              row={row}
              FlexRender={table.FlexRender}
              columns={table.options.columns}
              index={index}
              name={nameOf(row.original)}
              isOpen={row.id === openRowId}
              isTicked={selection?.isSelected(row.id)}
              onToggle={selection?.toggle}
              onStretch={selection?.stretchTo}
              onActive={setActive}
              measure={drawn.measure}
            />
          </Fragment>
        );
      })}
      {drawn.endPx > 0 && <Gap heightPx={drawn.endPx} columns={columns} />}
      {after && (
        <tr className={styles.after}>
          <td colSpan={columns}>{after}</td>
        </tr>
      )}
    </tbody>
  );
}

function tickByKey(
  event: KeyboardEvent,
  selection: RowSelection,
  id: string,
  place: typeof linkSelector | typeof tickSelector,
): boolean {
  if (event.key === ' ' && place === linkSelector) selection.toggle(id);
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
    if (selection.shown !== 'all') selection.toggleShown();
  } else if (event.key === 'Escape' && selection.count !== 0) selection.clear();
  else return false;
  return true;
}

/** The place of rows that are not drawn. */
function Gap({ heightPx, columns }: { heightPx: number; columns: number }) {
  return (
    <tr className={styles.gap} aria-hidden>
      <td colSpan={columns} style={{ height: heightPx }} />
    </tr>
  );
}

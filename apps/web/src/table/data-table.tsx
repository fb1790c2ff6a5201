import { Skeleton } from '@mantine/core';
import type { ReactTable, RowData } from '@tanstack/react-table';
import type { CSSProperties, ReactNode } from 'react';
import styles from './data-table.module.css';
import type { features } from './features.ts';
import type { TableSort } from './sort.ts';
import { TableHead } from './table-head.tsx';
import { TableRows } from './table-rows.tsx';
import type { RowSelection } from './use-selection.ts';

interface DataTableProps<T extends RowData> {
  readonly table: ReactTable<typeof features, T>;
  /** What the table lists, for those who do not see it. */
  readonly label: string;
  /** The page's own look: column widths and, on a phone, the place of each cell, by `data-column`. */
  readonly className?: string | undefined;
  /** Rows of the final height are shown while the first page loads. */
  readonly isLoading?: boolean;
  readonly openRowId?: string | undefined;
  /** With it, rows can be ticked: by the mouse, Space, Shift with a click or an arrow. */
  readonly selection?: RowSelection | undefined;
  /** What a row is called, read out with its tick. */
  readonly nameOf?: (row: T) => string;
  readonly sort?: TableSort | undefined;
  /** How many rows there are on the server, when that is known. */
  readonly total?: number | null;
  /** The usual height of a row: the place of those out of sight is reserved by it. */
  readonly rowHeightPx?: number;
  /**
   * Widths by the id of the column; the others share the rest. Columns then stay where they are whatever rows are in sight, and the
   * table scrolls sideways rather than squeeze them.
   */
  readonly widthsPx?: Readonly<Record<string, number>>;
  /** Under the last row. */
  readonly after?: ReactNode;
}

const skeletonRows = Array.from({ length: 9 }, (_, index) => index);

/** A list as a table; on a phone each row becomes two lines. Arrows move between the rows' links, a click anywhere opens a row. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const {
    table,
    label,
    className,
    isLoading = false,
    openRowId,
    selection,
    nameOf,
    sort,
    after,
    widthsPx,
  } = props;
  const columns = table.getAllLeafColumns();
  const total = props.total ?? table.getRowModel().rows.length;
  return (
    <table
      className={`${styles.table} ${className ?? ''}`}
      aria-label={label}
      aria-busy={isLoading}
      aria-rowcount={isLoading ? undefined : total + 1}
      data-ticks={selection !== undefined}
      data-fixed={widthsPx !== undefined}
      style={widthsPx && ({ '--table-min-width': `${minWidthPx(widthsPx)}px` } as CSSProperties)}
    >
      <TableHead table={table} selection={selection} sort={sort} widthsPx={widthsPx} />
      {isLoading ? (
        <tbody>
          {skeletonRows.map((row) => (
            <tr key={row}>
              {selection && <td data-column="tick" />}
              {columns.map((column, index) => (
                <td key={column.id} data-column={column.id}>
                  <Skeleton height={10} width={index === 0 ? `${70 - (row % 4) * 9}%` : '60%'} radius="sm" />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      ) : (
        <TableRows
          table={table}
          selection={selection}
          nameOf={nameOf ?? unnamed}
          openRowId={openRowId}
          rowHeightPx={props.rowHeightPx ?? 42}
          after={after}
        />
      )}
    </table>
  );
}

const unnamed = () => '';

/** What the columns without a width of their own need at least. */
const restPx = 240;

function minWidthPx(widthsPx: Readonly<Record<string, number>>): number {
  return Object.values(widthsPx).reduce((sum, width) => sum + width, restPx);
}

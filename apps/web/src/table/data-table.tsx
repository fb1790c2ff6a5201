import { Skeleton } from '@mantine/core';
import type { ReactTable, RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import styles from './data-table.module.css';
import type { features } from './features.ts';
import { moveBetweenRows, openRow } from './row-gestures.ts';

interface DataTableProps<T extends RowData> {
  readonly table: ReactTable<typeof features, T>;
  /** What the table lists, for those who do not see it. */
  readonly label: string;
  /** The page's own look: column widths and, on a phone, the place of each cell, by `data-column`. */
  readonly className?: string | undefined;
  /** Rows of the final height are shown while the first page loads. */
  readonly isLoading?: boolean;
  readonly openRowId?: string | undefined;
  /** Under the last row. */
  readonly after?: ReactNode;
}

const skeletonRows = Array.from({ length: 9 }, (_, index) => index);

/** A list as a table; on a phone each row becomes two lines. Arrows move between the rows' links, a click anywhere opens a row. */
export function DataTable<T extends RowData>(props: DataTableProps<T>) {
  const { table, label, className, isLoading = false, openRowId, after } = props;
  const columns = table.getAllLeafColumns();
  return (
    <table className={`${styles.table} ${className ?? ''}`} aria-label={label} aria-busy={isLoading}>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" data-column={header.column.id}>
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody onKeyDown={moveBetweenRows}>
        {isLoading &&
          skeletonRows.map((row) => (
            <tr key={row} className={styles.skeleton}>
              {columns.map((column, index) => (
                <td key={column.id} data-column={column.id}>
                  <Skeleton height={10} width={index === 0 ? `${70 - (row % 4) * 9}%` : '60%'} radius="sm" />
                </td>
              ))}
            </tr>
          ))}
        {!isLoading &&
          table.getRowModel().rows.map((row) => (
            <tr key={row.id} data-open={row.id === openRowId} className={styles.row} onClick={openRow}>
              {row.getAllCells().map((cell) => (
                <td key={cell.id} data-column={cell.column.id}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        {after && (
          <tr className={styles.after}>
            <td colSpan={columns.length}>{after}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

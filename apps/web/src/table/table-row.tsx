import { Checkbox } from '@mantine/core';
import type { ReactTable, Row, RowData } from '@tanstack/react-table';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './data-table.module.css';
import type { features } from './features.ts';
import { openRow } from './row-gestures.ts';
import type { RowSelection } from './use-selection.ts';

interface TableRowProps<T extends RowData> {
  readonly row: Row<typeof features, T>;
  readonly FlexRender: ReactTable<typeof features, T>['FlexRender'];
  /** Not read here: other columns draw the row anew. */
  readonly columns: unknown;
  readonly index: number;
  readonly name: string;
  readonly isOpen: boolean;
  /** `undefined` where rows cannot be ticked. */
  readonly isTicked: boolean | undefined;
  readonly onToggle: RowSelection['toggle'] | undefined;
  readonly onStretch: RowSelection['stretchTo'] | undefined;
  readonly onActive: (id: string) => void;
  readonly measure: ((row: HTMLElement | null) => void) | undefined;
}

/** One row. It is drawn anew when something of it changes, not at each step of the scrolling. */
export const TableRow = memo(function TableRow<T extends RowData>(props: TableRowProps<T>) {
  const { row, FlexRender, index, name, isOpen, isTicked, onToggle, onStretch, onActive, measure } = props;
  return (
    <tr
      ref={measure}
      data-index={index}
      data-row={row.id}
      data-open={isOpen}
      data-ticked={isTicked ?? false}
      aria-rowindex={index + 2}
      className={styles.row}
      onClick={openRow}
      onFocus={() => onActive(row.id)}
    >
      {isTicked !== undefined && (
        <td data-column="tick">
          <RowTick id={row.id} name={name} isTicked={isTicked} onToggle={onToggle} onStretch={onStretch} />
        </td>
      )}
      {row.getAllCells().map((cell) => (
        <td key={cell.id} data-column={cell.column.id}>
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}) as <T extends RowData>(props: TableRowProps<T>) => React.ReactNode;

interface RowTickProps extends Pick<TableRowProps<RowData>, 'name' | 'onToggle' | 'onStretch'> {
  readonly id: string;
  readonly isTicked: boolean;
}

function RowTick({ id, name, isTicked, onToggle, onStretch }: RowTickProps) {
  const { t } = useTranslation();
  return (
    <Checkbox
      size="xs"
      checked={isTicked}
      onChange={({ nativeEvent }) =>
        (nativeEvent as globalThis.MouseEvent).shiftKey ? onStretch?.(id) : onToggle?.(id)
      }
      aria-label={t('table.tick', { name })}
      data-row-tick
    />
  );
}

import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ReactTable, RowData } from '@tanstack/react-table';
import { useTranslation } from 'react-i18next';
import type { features } from './features.ts';
import { directionOf, nextSort, type TableSort } from './sort.ts';
import styles from './table-head.module.css';
import type { RowSelection } from './use-selection.ts';

interface TableHeadProps<T extends RowData> {
  readonly table: ReactTable<typeof features, T>;
  readonly selection?: RowSelection | undefined;
  readonly sort?: TableSort | undefined;
  readonly widthsPx?: Readonly<Record<string, number>> | undefined;
}

/** The names of the columns: a click sorts by those that can be, the tick is for every loaded row. */
export function TableHead<T extends RowData>({ table, selection, sort, widthsPx }: TableHeadProps<T>) {
  const { t } = useTranslation();
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id}>
          {selection && (
            <th scope="col" data-column="tick">
              <Checkbox
                size="xs"
                checked={selection.shown === 'all'}
                indeterminate={selection.shown === 'some'}
                onChange={selection.toggleShown}
                aria-label={t('table.tickShown')}
              />
            </th>
          )}
          {group.headers.map((header) => {
            const sortKey = sort?.keys[header.column.id];
            const direction = sort && sortKey && directionOf(sort.by, sortKey.key);
            return (
              <th
                key={header.id}
                scope="col"
                data-column={header.column.id}
                aria-sort={direction}
                style={{ width: widthsPx?.[header.column.id] }}
              >
                {sort && sortKey ? (
                  <button
                    type="button"
                    className={styles.sort}
                    onClick={() => sort.onSort(nextSort(sort.by, sortKey))}
                  >
                    <table.FlexRender header={header} />
                    {direction === 'descending' ? (
                      <IconArrowDown size={12} aria-hidden />
                    ) : (
                      <IconArrowUp size={12} aria-hidden data-unused={direction === undefined} />
                    )}
                  </button>
                ) : (
                  <table.FlexRender header={header} />
                )}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}

import type { Client } from '@navette/api';
import { useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { MoreRows } from '../table/more-rows.tsx';
import type { TableSort } from '../table/sort.ts';
import type { RowSelection } from '../table/use-selection.ts';
import { type ClientColumn, columnWidths } from './client-columns.ts';
import styles from './client-table.module.css';
import { useClientCells } from './use-client-cells.tsx';

interface ClientTableProps {
  readonly rows: Client[];
  readonly total: number | null;
  readonly columns: readonly ClientColumn[];
  readonly sort: TableSort;
  /** For those who may act on several clients at once. */
  readonly selection: RowSelection | undefined;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
}

export function ClientTable(props: ClientTableProps) {
  const { rows, total, columns, sort, selection, isLoading, hasMore, onMore } = props;
  const { t } = useTranslation();
  const cells = useClientCells(columns);
  const widthsPx = useMemo(() => columnWidths(columns), [columns]);
  const table = useTable({ features, columns: cells, data: rows, getRowId });
  return (
    <DataTable
      table={table}
      label={t('clients.title')}
      className={styles.table}
      isLoading={isLoading}
      selection={selection}
      nameOf={nameOf}
      sort={sort}
      total={total}
      widthsPx={widthsPx}
      after={hasMore && <MoreRows hasMore isLoading={false} onMore={onMore} />}
    />
  );
}

const getRowId = ({ id }: Client) => id;
const nameOf = ({ name }: Client) => name;

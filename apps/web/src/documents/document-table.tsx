import { ActionIcon } from '@mantine/core';
import type { Document } from '@navette/api';
import { IconDots } from '@tabler/icons-react';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { StatusBadge } from '../status/status-badge.tsx';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import type { RowSelection } from '../table/use-selection.ts';
import type { DocumentSort } from './client-search.ts';
import { documentSorts } from './client-search.ts';
import { DocumentName } from './document-name.tsx';
import styles from './document-table.module.css';

interface DocumentTableProps {
  readonly rows: Document[];
  readonly total: number | null;
  readonly isLoading: boolean;
  readonly openId: string | undefined;
  readonly renamingId: string | undefined;
  readonly sort: DocumentSort;
  readonly selection: RowSelection;
  readonly onSort: (sort: DocumentSort) => void;
  readonly onRenamed: (document: Document, name: string | null) => void;
  readonly after: ReactNode;
}

const helper = createColumnHelper<typeof features, Document>();
const sortKeys = {
  name: { key: 'name' },
  sizeBytes: { key: 'size', first: 'descending' },
  receivedAt: { key: 'received', first: 'descending' },
} as const;

/** The documents of a folder. The name is a link that opens the drawer, and can be opened elsewhere or sent to a colleague. */
export function DocumentTable(props: DocumentTableProps) {
  const { rows, total, isLoading, openId, renamingId, sort, selection, onSort, onRenamed, after } = props;
  const { t } = useTranslation();
  const columns = useColumns(openId, renamingId, onRenamed);
  const table = useTable({ features, columns, data: rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('documents.documents')}
      className={styles.table}
      isLoading={isLoading}
      total={total}
      rowHeightPx={36}
      openRowId={openId}
      selection={selection}
      nameOf={({ name }) => name}
      sort={{
        by: sort,
        keys: sortKeys,
        onSort: (by) => onSort(documentSorts.find((each) => each === by) ?? '-received'),
      }}
      after={after}
    />
  );
}

function useColumns(
  openId: string | undefined,
  renamingId: string | undefined,
  onRenamed: DocumentTableProps['onRenamed'],
) {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('documents.columns.name'),
          cell: ({ row: { original } }) => (
            <DocumentName
              document={original}
              isOpen={original.id === openId}
              isDrawerOpen={openId !== undefined}
              isRenaming={original.id === renamingId}
              onRenamed={(name) => onRenamed(original, name)}
            />
          ),
        }),
        helper.accessor('badge', {
          header: () => t('documents.columns.state'),
          cell: ({ getValue }) => <StatusBadge badge={getValue()} />,
        }),
        helper.accessor('sizeBytes', {
          header: () => t('documents.columns.size'),
          cell: ({ getValue }) => format.bytes(getValue()),
        }),
        helper.accessor('receivedAt', {
          header: () => t('documents.columns.received'),
          cell: ({ getValue }) => format.dateTime(getValue()),
        }),
        helper.display({
          id: 'menu',
          header: () => null,
          // By the keyboard the menu opens from the name, so that Tab does not stop twice in each row.
          cell: ({ row: { original } }) => (
            <ActionIcon
              className={styles.dots}
              tabIndex={-1}
              aria-haspopup="menu"
              aria-label={t('documents.menuOf', { name: original.name })}
              data-row-menu
            >
              <IconDots size={16} />
            </ActionIcon>
          ),
        }),
      ]),
    [t, format, openId, renamingId, onRenamed],
  );
}

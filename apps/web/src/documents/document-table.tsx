import type { Document } from '@navette/api';
import { IconDots } from '@tabler/icons-react';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { memo, type ReactNode, useMemo } from 'react';
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
import { RowStateContext } from './row-state.ts';

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
  const columns = useColumns();
  const rowState = useMemo(() => ({ openId, renamingId, onRenamed }), [openId, renamingId, onRenamed]);
  const table = useTable({ features, columns, data: rows, getRowId: ({ id }) => id });
  return (
    <RowStateContext value={rowState}>
      <DataTable
        table={table}
        label={t('documents.documents')}
        className={styles.table}
        isLoading={isLoading}
        total={total}
        rowHeightPx={37}
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
    </RowStateContext>
  );
}

function useColumns() {
  const { t } = useTranslation();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('documents.columns.name'),
          cell: ({ row: { original } }) => <DocumentName document={original} />,
        }),
        helper.accessor('badge', {
          header: () => t('documents.columns.state'),
          cell: ({ getValue }) => <StateCell badge={getValue()} />,
        }),
        helper.accessor('sizeBytes', {
          header: () => t('documents.columns.size'),
          cell: ({ getValue }) => <Size bytes={getValue()} />,
        }),
        helper.accessor('receivedAt', {
          header: () => t('documents.columns.received'),
          cell: ({ getValue }) => <Received at={getValue()} />,
        }),
        helper.display({
          id: 'menu',
          header: () => null,
          cell: ({ row: { original } }) => <MenuCell name={original.name} />,
        }),
      ]),
    [t],
  );
}

// A list that scrolls asks for its cells at each step: those of a row that has not changed are not drawn anew.
const StateCell = memo(StatusBadge);

const Size = memo(function Size({ bytes }: { bytes: number }) {
  return useFormat().bytes(bytes);
});

const Received = memo(function Received({ at }: { at: string }) {
  return useFormat().dateTime(at);
});

/** By the keyboard the menu opens from the name, so that Tab does not stop twice in each row. */
const MenuCell = memo(function MenuCell({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles.dots}
      tabIndex={-1}
      aria-haspopup="menu"
      aria-label={t('documents.menuOf', { name })}
      data-row-menu
    >
      <IconDots size={16} />
    </button>
  );
});

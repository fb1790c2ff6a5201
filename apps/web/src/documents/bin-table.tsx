import { Button, VisuallyHidden } from '@mantine/core';
import type { BinEntry } from '@navette/api';
import { IconFile, IconFolder } from '@tabler/icons-react';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import type { RowSelection } from '../table/use-selection.ts';
import styles from './bin-pane.module.css';
import { sayPath } from './folder-rows.ts';
import { counted } from './gesture-tools.ts';

interface BinTableProps {
  readonly rows: BinEntry[];
  readonly isLoading: boolean;
  readonly selection: RowSelection;
  readonly onRestore: (id: string) => void;
  readonly after: ReactNode;
}

const helper = createColumnHelper<typeof features, BinEntry>();

/** What was thrown away: what, from where, when, by whom. */
export function BinTable({ rows, isLoading, selection, onRestore, after }: BinTableProps) {
  const { t } = useTranslation();
  const columns = useColumns(onRestore);
  const table = useTable({ features, columns, data: rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('documents.bin.title')}
      className={styles.table}
      isLoading={isLoading}
      selection={selection}
      nameOf={({ name }) => name}
      rowHeightPx={42}
      after={after}
    />
  );
}

function useColumns(onRestore: (id: string) => void) {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('documents.columns.name'),
          cell: ({ row: { original } }) => <EntryName entry={original} />,
        }),
        helper.accessor('path', {
          header: () => t('documents.bin.from'),
          cell: ({ getValue }) => (
            <span className={`${styles.cell} cut`} title={getValue()}>
              {getValue() === '/' ? t('documents.folderForm.atRoot') : sayPath(getValue())}
            </span>
          ),
        }),
        helper.accessor('deletedAt', {
          header: () => t('documents.bin.when'),
          cell: ({ getValue }) => format.dateTime(getValue()),
        }),
        helper.accessor('deletedBy', {
          header: () => t('documents.bin.who'),
          cell: ({ getValue }) => (
            <span className={`${styles.cell} cut`} title={getValue()}>
              {getValue()}
            </span>
          ),
        }),
        helper.display({
          id: 'gesture',
          header: () => <VisuallyHidden>{t('general.gesture')}</VisuallyHidden>,
          cell: ({ row: { original } }) => (
            <Button
              size="compact-sm"
              aria-label={t('documents.bin.restoreOne', { name: original.name })}
              onClick={() => onRestore(original.id)}
            >
              {t('documents.bin.restore')}
            </Button>
          ),
        }),
      ]),
    [t, format, onRestore],
  );
}

function EntryName({ entry: { kind, name, documents } }: { entry: BinEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const Icon = kind === 'folder' ? IconFolder : IconFile;
  return (
    <span className={styles.name}>
      <Icon size={16} aria-hidden />
      <span className="cut" title={name}>
        {name}
      </span>
      {kind === 'folder' && (
        <span className={styles.below}>{t('documents.count', counted({ format }, documents))}</span>
      )}
    </span>
  );
}

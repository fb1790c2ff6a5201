import type { Document } from '@navette/api';
import { Link } from '@tanstack/react-router';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { StatusBadge } from '../status/status-badge.tsx';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import styles from './document-table.module.css';
import { FileIcon } from './file-icon.tsx';

interface DocumentTableProps {
  readonly rows: Document[];
  readonly isLoading: boolean;
  readonly openId: string | undefined;
  readonly after: ReactNode;
}

const helper = createColumnHelper<typeof features, Document>();

/** The documents of a folder. The name is a link that opens the drawer, and can be opened elsewhere or sent to a colleague. */
export function DocumentTable({ rows, isLoading, openId, after }: DocumentTableProps) {
  const { t } = useTranslation();
  const columns = useColumns(openId);
  const table = useTable({ features, columns, data: rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('documents.documents')}
      className={styles.table}
      isLoading={isLoading}
      openRowId={openId}
      after={after}
    />
  );
}

function useColumns(openId: string | undefined) {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('documents.columns.name'),
          cell: ({ row: { original } }) => (
            <span className={styles.name}>
              <FileIcon mediaType={original.mediaType} />
              <Link
                from="/cabinets/$firm/dossiers/$client"
                search={(search) => ({ ...search, document: original.id })}
                resetScroll={false}
                replace={openId !== undefined}
                className="cut"
                title={original.name}
                aria-expanded={original.id === openId}
                data-row-link
              >
                {original.name}
              </Link>
              {original.versions > 1 && (
                <span className={styles.version}>
                  {t('documents.version', { number: original.versions })}
                </span>
              )}
            </span>
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
      ]),
    [t, format, openId],
  );
}

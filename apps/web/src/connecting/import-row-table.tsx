import type { ConnectionImport, Installation } from '@navette/api';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { moreOf } from '../table/more-rows.tsx';
import type { PagedRows } from '../table/use-paged-rows.ts';
import styles from './import-row-table.module.css';
import { RowResult } from './row-result.tsx';
import { keyOf, wrongCells } from './row-tone.ts';
import type { ConnectionRow } from './use-connection-import.ts';

interface ImportRowTableProps {
  readonly list: PagedRows<ConnectionRow>;
  readonly read: ConnectionImport;
  readonly installation: Installation;
  /** Clients connected by hand, by the row that meant them. */
  readonly fixed: ReadonlyMap<number, string>;
  readonly onFix: (row: ConnectionRow) => void;
}

const helper = createColumnHelper<typeof features, ConnectionRow>();

export function ImportRowTable({ list, read, installation, fixed, onFix }: ImportRowTableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { label } = installation.clientKey;
  const keyLabel = language === 'fr' ? typeset(label.fr) : label.en;
  const { columns: fileColumns, job } = read;
  const isApplied = job.state !== 'preview';
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('row', { header: () => t('connecting.rows.row') }),
        helper.display({
          id: 'client',
          header: () => t('connecting.rows.client'),
          cell: ({ row: { original } }) => (
            <Cell
              value={original.clientName ?? original.given}
              isWrong={wrongCells(original, fileColumns).client}
              state={original.state}
            />
          ),
        }),
        helper.display({
          id: 'key',
          header: () => keyLabel,
          cell: ({ row: { original } }) => (
            <Cell value={keyOf(original, fileColumns)} isWrong={wrongCells(original, fileColumns).key} />
          ),
        }),
        helper.display({
          id: 'result',
          header: () => t('connecting.rows.result'),
          cell: ({ row: { original } }) => (
            <RowResult
              row={original}
              isApplied={isApplied}
              fixedTo={fixed.get(original.row)}
              onFix={() => onFix(original)}
            />
          ),
        }),
      ]),
    [t, keyLabel, fileColumns, isApplied, fixed, onFix],
  );
  const table = useTable({ features, columns, data: list.rows, getRowId });
  return (
    <DataTable
      table={table}
      label={t('connecting.rows.title')}
      className={styles.table}
      isLoading={list.query.isPending}
      total={list.total}
      after={moreOf(list)}
    />
  );
}

const getRowId = ({ row }: ConnectionRow) => String(row);

/** What a cell of the file holds, framed when it is what is wrong. */
function Cell({ value, isWrong, state }: { value: string; isWrong: boolean; state?: string }) {
  const { t } = useTranslation();
  return (
    <span className={`${styles.cell} cut`} data-wrong={isWrong} data-state={state} title={value}>
      {value || <i>{t('connecting.rows.empty')}</i>}
    </span>
  );
}

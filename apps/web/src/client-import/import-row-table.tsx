import {
  IconAlertCircle,
  IconCircleCheck,
  IconCircleCheckFilled,
  IconEqual,
  IconInfoCircle,
} from '@tabler/icons-react';
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
import type { ImportRow } from './use-import.ts';

interface ImportRowTableProps {
  readonly list: PagedRows<ImportRow>;
  /** The import was confirmed: rows say what became of them. */
  readonly isApplied: boolean;
}

const helper = createColumnHelper<typeof features, ImportRow>();

export function ImportRowTable({ list, isApplied }: ImportRowTableProps) {
  const { t } = useTranslation();
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('row', { header: () => t('imports.rows.row') }),
        helper.accessor('name', {
          header: () => t('clients.columns.name'),
          cell: ({ row, getValue }) => (
            <span className={`${styles.name} cut`} title={getValue()} data-state={row.original.state}>
              {getValue() || t('imports.rows.noName')}
            </span>
          ),
        }),
        helper.accessor('change', {
          header: () => t('imports.rows.change'),
          cell: ({ row }) => <Change row={row.original} isApplied={isApplied} />,
        }),
        helper.display({
          id: 'details',
          header: () => t('imports.rows.details'),
          cell: ({ row }) => <Details row={row.original} />,
        }),
      ]),
    [t, isApplied],
  );
  const table = useTable({ features, columns, data: list.rows, getRowId });
  return (
    <DataTable
      table={table}
      label={t('imports.rows.title')}
      className={styles.table}
      isLoading={list.query.isPending}
      total={list.total}
      after={moreOf(list)}
    />
  );
}

const getRowId = ({ row }: ImportRow) => String(row);

/** What the row would do, or did. */
function Change({ row, isApplied }: { row: ImportRow; isApplied: boolean }) {
  const { t } = useTranslation();
  if (row.state === 'error' || row.outcome === 'failed' || row.change === null) {
    return (
      <span className={styles.change} data-tone="ko">
        <IconAlertCircle size={14} aria-hidden />
        {isApplied ? t('imports.rows.notImported') : t('imports.rows.error')}
      </span>
    );
  }
  if (row.change === 'unchanged') {
    return (
      <span className={styles.change}>
        <IconEqual size={14} aria-hidden />
        {t('imports.rows.unchanged')}
      </span>
    );
  }
  const isDone = row.outcome === 'done';
  return (
    <span className={styles.change} data-tone="ok">
      {isDone ? <IconCircleCheckFilled size={14} aria-hidden /> : <IconCircleCheck size={14} aria-hidden />}
      {isDone ? t(`imports.rows.${row.change}d`) : t(`imports.rows.${row.change}`)}
    </span>
  );
}

/** Each problem at its column, with what was read and what is written in its place; then the values that change. */
function Details({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (row.problems.length === 0 && row.change !== 'update') return null;
  return (
    <ul className={styles.details}>
      {row.problems.map((problem) => (
        <li key={`${problem.column}-${problem.code}`} data-tone={problem.isError ? 'ko' : 'nt'}>
          {problem.isError ? (
            <IconAlertCircle size={14} aria-hidden />
          ) : (
            <IconInfoCircle size={14} aria-hidden />
          )}
          <span>
            {problem.column !== null && <b>{problem.column} </b>}
            <Problem sentence={language === 'fr' ? typeset(problem.fr) : problem.en} given={problem.given} />
            {problem.suggestion !== undefined && (
              <>
                {' '}
                {t('imports.rows.writes')} <Given isRight>{problem.suggestion}</Given>
              </>
            )}
          </span>
        </li>
      ))}
      {row.change === 'update' &&
        row.changes.map(({ column, from, to }) => (
          <li key={column}>
            <span>
              <b>{column} </b>
              {from === null ? t('imports.rows.empty') : <Given>{from}</Given>} →{' '}
              {to === null ? t('imports.rows.empty') : <Given isRight>{to}</Given>}
            </span>
          </li>
        ))}
    </ul>
  );
}

/** What is wrong; what was read comes before it, unless the sentence quotes it. */
function Problem({ sentence, given }: { sentence: string; given: string }) {
  if (given === '' || sentence.includes(given)) return sentence;
  return (
    <>
      <Given>{given}</Given> {sentence}
    </>
  );
}

/** What a cell holds, white space and all. */
function Given({ children, isRight = false }: { children: string; isRight?: boolean }) {
  return (
    <code className={styles.given} data-right={isRight}>
      {children}
    </code>
  );
}

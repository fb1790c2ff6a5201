import type { AuditEntry } from '@navette/api';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { moreOf } from '../table/more-rows.tsx';
import type { PagedRows } from '../table/use-paged-rows.ts';
import styles from './audit-page.module.css';
import { describeDetails } from './describe-details.ts';
import { useDetailWords } from './use-detail-words.ts';

const helper = createColumnHelper<typeof features, AuditEntry>();

export function AuditTable({ list }: { list: PagedRows<AuditEntry> }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const table = useTable({ features, columns, data: list.rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('audit.title')}
      className={styles.table}
      isLoading={list.query.isPending}
      after={moreOf(list)}
    />
  );
}

function useColumns() {
  const { t } = useTranslation();
  const format = useFormat();
  const detailWords = useDetailWords();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('at', {
          header: () => t('audit.columns.at'),
          cell: ({ getValue }) => format.dateTime(getValue()),
        }),
        helper.accessor(({ actor }) => actor.name, {
          id: 'actor',
          header: () => t('audit.columns.actor'),
          cell: ({ row: { original } }) => <Actor entry={original} />,
        }),
        helper.accessor('action', {
          header: () => t('audit.columns.action'),
          cell: ({ getValue }) =>
            t(`audit.action.${getValue().replaceAll('.', '_')}`, { defaultValue: getValue() }),
        }),
        helper.accessor(({ subject }) => subject.name, {
          id: 'subject',
          header: () => t('audit.columns.subject'),
          cell: ({ row: { original } }) =>
            original.isErased ? <em>{t('audit.erased')}</em> : (original.subject.name ?? ''),
        }),
        helper.accessor('details', {
          header: () => t('audit.columns.details'),
          cell: ({ getValue }) => {
            const text = describeDetails(getValue(), detailWords);
            return <span title={text}>{text}</span>;
          },
        }),
        helper.accessor('number', {
          header: () => t('audit.columns.number'),
          cell: ({ getValue, row }) => (
            <span title={row.original.hash ?? undefined}>{getValue() ?? t('audit.unsealed')}</span>
          ),
        }),
      ]),
    [t, format, detailWords],
  );
}

function Actor({ entry: { actor, isErased } }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  if (actor.kind === 'system' || actor.kind === 'operator') return t(`audit.actor.${actor.kind}`);
  if (actor.name === null) return isErased ? <em>{t('audit.erased')}</em> : null;
  return actor.kind === 'user' ? actor.name : `${actor.name} (${t(`audit.actor.${actor.kind}`)})`;
}

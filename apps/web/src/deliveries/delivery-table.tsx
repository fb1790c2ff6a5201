import { Button, Tooltip, VisuallyHidden } from '@mantine/core';
import type { Delivery } from '@navette/api';
import { Link } from '@tanstack/react-router';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { splitReason } from '../history/split-reason.ts';
import { useDeliveryActions } from '../history/use-delivery-actions.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import { StatusBadge } from '../status/status-badge.tsx';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { moreOf } from '../table/more-rows.tsx';
import type { PagedRows } from '../table/use-paged-rows.ts';
import styles from './delivery-table.module.css';

interface DeliveryTableProps {
  readonly list: PagedRows<Delivery>;
  /** Whether rows are of several states, so that each has to say its own. */
  readonly hasStates: boolean;
}

const helper = createColumnHelper<typeof features, Delivery>();

export function DeliveryTable({ list, hasStates }: DeliveryTableProps) {
  const { t } = useTranslation();
  const columns = useColumns(hasStates);
  const table = useTable({ features, columns, data: list.rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('deliveries.title')}
      className={styles.table}
      isLoading={list.query.isPending}
      after={moreOf(list)}
    />
  );
}

function useColumns(hasStates: boolean) {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('documentName', {
          header: () => t('deliveries.columns.document'),
          cell: ({ row }) => <DocumentLink delivery={row.original} />,
        }),
        helper.accessor('clientName', {
          header: () => t('deliveries.columns.client'),
          cell: ({ getValue }) => (
            <span className={`${styles.block} cut`} title={getValue()}>
              {getValue()}
            </span>
          ),
        }),
        helper.accessor('partner', {
          header: () => t('deliveries.columns.application'),
          cell: ({ row: { original } }) => (
            <span className={`${styles.block} cut`} title={original.clientKeyLabel ?? undefined}>
              {t('deliveries.dossier', { partner: original.partner, key: original.clientKey })}
            </span>
          ),
        }),
        ...(hasStates
          ? [
              helper.accessor('state', {
                header: () => t('deliveries.columns.state'),
                cell: ({ row }) => <StatusBadge badge={row.original} />,
              }),
            ]
          : []),
        helper.accessor('reason', {
          header: () => t('deliveries.columns.reason'),
          cell: ({ row }) => <Reason delivery={row.original} />,
        }),
        helper.accessor('createdAt', {
          header: () => t('deliveries.columns.since'),
          cell: ({ row: { original } }) => format.dateTime(original.endedAt ?? original.createdAt),
        }),
        helper.display({
          id: 'gesture',
          header: () => <VisuallyHidden>{t('general.gesture')}</VisuallyHidden>,
          cell: ({ row }) => row.original.state === 'undelivered' && <Retry delivery={row.original} />,
        }),
      ]),
    [t, format, hasStates],
  );
}

function DocumentLink({ delivery }: { delivery: Delivery }) {
  const firm = useFirmId();
  return (
    <Link
      to="/cabinets/$firm/dossiers/$client"
      params={{ firm, client: delivery.clientId }}
      search={{ document: delivery.documentId }}
      className={`${styles.name} cut`}
      title={delivery.documentName}
      data-row-link
    >
      {delivery.documentName}
    </Link>
  );
}

function Reason({ delivery: { reason } }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!reason) return null;
  const sentence = language === 'fr' ? typeset(reason.fr) : reason.en;
  const label = reason.words ? (
    <>
      {sentence}
      <br />
      {t('deliveries.partnerWords')} <span translate="no">{`«\u00a0${reason.words}\u00a0»`}</span>
    </>
  ) : (
    sentence
  );
  return (
    <Tooltip label={label}>
      <span className={`${styles.block} ${styles.reason} cut`}>{splitReason(sentence)[0]}</span>
    </Tooltip>
  );
}

function Retry({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const { retry, isActing } = useDeliveryActions(delivery);
  return (
    <Button
      loading={isActing}
      onClick={retry}
      aria-label={t('deliveries.retryNamed', { name: delivery.documentName })}
    >
      {t('deliveries.retry')}
    </Button>
  );
}

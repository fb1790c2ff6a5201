import type { Client } from '@navette/api';
import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { InitialsMark } from '../frame/initials-mark.tsx';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { MoreRows } from '../table/more-rows.tsx';
import { ApplicationTags } from './application-tags.tsx';
import styles from './client-table.module.css';
import { SiretMark } from './siret-mark.tsx';

interface ClientTableProps {
  readonly rows: Client[];
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
}

const helper = createColumnHelper<typeof features, Client>();

export function ClientTable({ rows, isLoading, hasMore, isLoadingMore, onMore }: ClientTableProps) {
  const { t } = useTranslation();
  const columns = useColumns();
  const table = useTable({ features, columns, data: rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('clients.title')}
      className={styles.table}
      isLoading={isLoading}
      after={hasMore && <MoreRows hasMore isLoading={isLoadingMore} onMore={onMore} />}
    />
  );
}

function useColumns() {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  return useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('clients.name'),
          cell: ({ row: { original } }) => (
            <Link
              to="/cabinets/$firm/dossiers/$client"
              params={{ firm, client: original.id }}
              className={`${styles.name} cut`}
              title={original.name}
              data-row-link
            >
              {original.name}
            </Link>
          ),
        }),
        helper.accessor('code', { header: () => t('clients.code') }),
        helper.accessor('siret', {
          header: () => t('clients.siret'),
          cell: ({ row }) => <SiretMark {...row.original} />,
        }),
        helper.accessor('connections', {
          header: () => t('clients.applications'),
          cell: ({ getValue }) => <ApplicationTags connections={getValue()} />,
        }),
        helper.accessor('undelivered', {
          header: () => t('clients.undelivered'),
          cell: ({ getValue }) =>
            getValue() > 0 && (
              <span className={styles.undelivered}>
                <IconAlertTriangleFilled size={16} aria-hidden />
                {t('clients.undeliveredCount', {
                  count: getValue(),
                  replace: { count: format.number(getValue()) },
                })}
              </span>
            ),
        }),
        helper.accessor('lastReceivedAt', {
          header: () => t('clients.lastDeposit'),
          cell: ({ getValue }) => {
            const at = getValue();
            return at ? format.dateTime(at) : <span className={styles.never}>{t('clients.never')}</span>;
          },
        }),
        helper.accessor('collaborators', {
          header: () => t('clients.collaborators'),
          cell: ({ getValue }) => <People people={getValue()} />,
        }),
      ]),
    [t, firm, format],
  );
}

const peopleShown = 3;

function People({ people }: { people: Client['collaborators'] }) {
  const { t } = useTranslation();
  if (people.length === 0) return <span className={styles.never}>{t('clients.nobody')}</span>;
  const others = people.slice(peopleShown);
  return (
    <span className={styles.people}>
      {people.slice(0, peopleShown).map(({ id, name }) => (
        <InitialsMark key={id} name={name} isSmall />
      ))}
      {others.length > 0 && (
        <span className={styles.never} title={others.map(({ name }) => name).join(', ')}>
          +{others.length}
        </span>
      )}
    </span>
  );
}

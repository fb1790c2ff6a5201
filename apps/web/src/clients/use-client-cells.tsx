import type { Client } from '@navette/api';
import { IconAlertTriangleFilled, IconArchive } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ColumnDef, createColumnHelper } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { InitialsMark } from '../frame/initials-mark.tsx';
import { useFormat } from '../language/use-format.ts';
import type { features } from '../table/features.ts';
import { ApplicationTags } from './application-tags.tsx';
import type { ClientColumn, FixedColumn } from './client-columns.ts';
import styles from './client-table.module.css';
import { ColumnName } from './columns-menu.tsx';
import { SiretMark } from './siret-mark.tsx';

const helper = createColumnHelper<typeof features, Client>();

/** What each column shows of a client: its name first, then the columns that the person chose. */
export function useClientCells(columns: readonly ClientColumn[]) {
  const { t } = useTranslation();
  return useMemo(
    () => [
      helper.display({
        id: 'name',
        header: () => t('clients.columns.name'),
        cell: ({ row }) => <ClientName client={row.original} />,
      }),
      ...columns.map((column): ColumnDef<typeof features, Client> => {
        const { attributeId } = column;
        return helper.display({
          id: column.id,
          header: () => <ColumnName column={column} />,
          cell: ({ row }) =>
            attributeId === undefined ? (
              fixedCells[column.id as FixedColumn](row.original)
            ) : (
              <AttributeValue client={row.original} attributeId={attributeId} />
            ),
        });
      }),
    ],
    [t, columns],
  );
}

const fixedCells: Readonly<Record<FixedColumn, (client: Client) => React.ReactNode>> = {
  code: ({ code }) => code,
  siret: (client) => <SiretMark {...client} />,
  connections: ({ connections }) => <ApplicationTags connections={connections} />,
  undelivered: ({ undelivered }) => undelivered > 0 && <Undelivered count={undelivered} />,
  lastReceivedAt: ({ lastReceivedAt }) => <LastDeposit at={lastReceivedAt} />,
  collaborators: ({ collaborators }) => <People people={collaborators} />,
  createdAt: ({ createdAt }) => <Moment at={createdAt} />,
};

function ClientName({ client }: { client: Client }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  return (
    <span className={styles.nameLine}>
      <Link
        to="/cabinets/$firm/dossiers/$client"
        params={{ firm, client: client.id }}
        className={`${styles.name} cut`}
        title={client.name}
        data-row-link
      >
        {client.name}
      </Link>
      {client.archivedAt && (
        <span className={styles.archived}>
          <IconArchive size={12} aria-hidden />
          {t('clients.archived')}
        </span>
      )}
    </span>
  );
}

function AttributeValue({ client, attributeId }: { client: Client; attributeId: string }) {
  const value = client.attributes.find((each) => each.attributeId === attributeId)?.value;
  if (value === undefined) return null;
  return (
    <span className={`${styles.value} cut`} title={value}>
      {value}
    </span>
  );
}

function Undelivered({ count }: { count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={styles.undelivered}>
      <IconAlertTriangleFilled size={16} aria-hidden />
      {t('clients.undeliveredCount', { count, replace: { count: format.number(count) } })}
    </span>
  );
}

function LastDeposit({ at }: { at: string | null }) {
  const { t } = useTranslation();
  return at ? <Moment at={at} /> : <span className={styles.never}>{t('clients.never')}</span>;
}

function Moment({ at }: { at: string }) {
  return useFormat().dateTime(at);
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

import type { Member } from '@navette/api';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../api/firm.ts';
import { InitialsMark } from '../frame/initials-mark.tsx';
import { useFormat } from '../language/use-format.ts';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { moreOf } from '../table/more-rows.tsx';
import type { PagedRows } from '../table/use-paged-rows.ts';
import styles from './member-table.module.css';
import { StateMark } from './state-mark.tsx';

interface MemberTableProps {
  readonly list: PagedRows<Member>;
  readonly openId: string | undefined;
}

const helper = createColumnHelper<typeof features, Member>();

export function MemberTable({ list, openId }: MemberTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = useMemo(
    () =>
      helper.columns([
        helper.accessor('name', {
          header: () => t('people.columns.name'),
          cell: ({ row }) => <Name member={row.original} />,
        }),
        helper.accessor('role', {
          header: () => t('people.columns.role'),
          cell: ({ getValue }) => t(`frame.role.${getValue()}`),
        }),
        helper.display({
          id: 'sees',
          header: () => t('people.columns.sees'),
          cell: ({ row }) => <Sees {...row.original} />,
        }),
        helper.accessor('hasSecondFactor', {
          id: 'secondFactor',
          header: () => t('people.columns.secondFactor'),
          cell: ({ getValue }) => <SecondFactor isOn={getValue()} />,
        }),
        helper.accessor('lastSeenAt', {
          id: 'lastSeen',
          header: () => t('people.columns.lastSeen'),
          cell: ({ getValue }) => {
            const at = getValue();
            return at ? format.dateTime(at) : t('people.never');
          },
        }),
        helper.accessor('state', {
          header: () => t('people.columns.state'),
          cell: ({ getValue }) => (
            <StateMark tone={getValue() === 'active' ? 'plain' : 'ended'}>
              {t(`people.state.${getValue()}`)}
            </StateMark>
          ),
        }),
      ]),
    [t, format],
  );
  const table = useTable({ features, columns, data: list.rows, getRowId: ({ id }) => id });
  return (
    <DataTable
      table={table}
      label={t('people.tabs.personnes')}
      className={styles.table}
      isLoading={list.query.isPending}
      openRowId={openId}
      total={list.total}
      rowHeightPx={52}
      after={moreOf(list)}
    />
  );
}

function Name({ member: { id, name, email } }: { member: Member }) {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  return (
    <span className={styles.nameCell}>
      <InitialsMark name={name} />
      <span className={styles.lines}>
        <Link
          from="/cabinets/$firm/utilisateurs"
          to="."
          search={(old) => ({ ...old, personne: id })}
          className={`cut ${styles.name}`}
          data-row-link
          replace
        >
          {name}
          {me?.user.id === id && <span className={styles.you}> · {t('people.you')}</span>}
        </Link>
        <span className={`cut ${styles.email}`} title={email}>
          {email}
        </span>
      </span>
    </span>
  );
}

function Sees({ seesAllClients, clients }: Member) {
  const { t } = useTranslation();
  const format = useFormat();
  if (seesAllClients) return t('people.seesAll');
  if (clients === 0) return <span className={styles.quiet}>{t('people.seesNone')}</span>;
  return t('people.seesSome', { count: clients, replace: { count: format.number(clients) } });
}

function SecondFactor({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation();
  if (!isOn) return <span className={styles.quiet}>{t('people.noSecondFactor')}</span>;
  return (
    <span className={styles.secondFactor}>
      <IconShieldCheck size={16} aria-hidden />
      {t('people.secondFactor')}
    </span>
  );
}

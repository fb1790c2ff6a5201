import { Button } from '@mantine/core';
import type { Attribute, Client } from '@navette/api';
import { IconCircleCheck } from '@tabler/icons-react';
import { createColumnHelper, useTable } from '@tanstack/react-table';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { mainAttributes } from '../attributes/use-attributes.ts';
import { SiretMark } from '../clients/siret-mark.tsx';
import { DataTable } from '../table/data-table.tsx';
import { features } from '../table/features.ts';
import { MoreRows } from '../table/more-rows.tsx';
import type { ListedRows } from '../table/use-pages.ts';
import type { RowSelection } from '../table/use-selection.ts';
import styles from './clients-step.module.css';
import { findMatches, isNamed } from './find-matches.ts';
import type { SetupSearch } from './setup-search.ts';

export type ChoiceClient = Client & { readonly isChosen: boolean; readonly isConnected: boolean };

interface ChoiceTableProps {
  readonly clients: ListedRows<ChoiceClient>;
  readonly attributes: readonly Attribute[];
  readonly search: SetupSearch;
  readonly partner: string;
  readonly selection: RowSelection;
  readonly onSort: (tri: string) => void;
}

const helper = createColumnHelper<typeof features, ChoiceClient>();
const widthsPx = { siret: 240, connection: 170 };
const widthsSearchedPx = { ...widthsPx, found: 280 };

/** Clients to tick. What a search was found in is shown beside the name. */
export function ChoiceTable({ clients, attributes, search, partner, selection, onSort }: ChoiceTableProps) {
  const { t } = useTranslation();
  const { siret } = mainAttributes(attributes);
  const { recherche = '', attribut } = search;
  const isSearch = recherche !== '' || attribut !== undefined;
  const { toggle, isSelected } = selection;
  const columns = useMemo(
    () => [
      helper.display({
        id: 'name',
        header: () => t('setups.clients.columns.name'),
        cell: ({ row: { original: client } }) => (
          <>
            <button type="button" className={styles.name} data-row-link onClick={() => toggle(client.id)}>
              {client.name}
            </button>{' '}
            <span className={styles.code}>{client.code}</span>
          </>
        ),
      }),
      helper.display({
        id: 'siret',
        header: () => t('setups.clients.columns.siret'),
        cell: ({ row }) => <SiretMark {...row.original} />,
      }),
      ...(isSearch
        ? [
            helper.display({
              id: 'found',
              header: () => t('setups.clients.columns.found'),
              cell: ({ row }) => {
                const matches = findMatches(row.original, attributes, recherche, attribut);
                if (matches.length === 0 && isNamed(row.original, recherche))
                  return (
                    <span className={`${styles.found} ${styles.byName}`}>{t('setups.clients.byName')}</span>
                  );
                return matches.map(({ id, label, value }) => (
                  <span key={id} className={`${styles.found} cut`} title={`${label} : ${value}`}>
                    {label} <b>{value}</b>
                  </span>
                ));
              },
            }),
          ]
        : []),
      helper.display({
        id: 'connection',
        header: () => t('setups.clients.columns.connection', { partner }),
        cell: ({ row }) =>
          row.original.isConnected && (
            <span className={styles.connected}>
              <IconCircleCheck size={16} aria-hidden />
              {t(isSelected(row.original.id) ? 'setups.clients.connected' : 'setups.clients.stays')}
            </span>
          ),
      }),
    ],
    [t, toggle, isSelected, attributes, isSearch, recherche, attribut, partner],
  );
  const table = useTable({ features, columns, data: clients.rows, getRowId });
  return (
    <DataTable
      table={table}
      label={t('setups.step.clients')}
      className={styles.table}
      isLoading={clients.isLoading}
      selection={selection}
      nameOf={nameOf}
      sort={{
        by: search.tri ?? 'nom',
        keys: { name: { key: 'nom' }, ...(siret ? { siret: { key: `attribut:${siret.id}` } } : {}) },
        onSort,
      }}
      total={clients.total}
      widthsPx={isSearch ? widthsSearchedPx : widthsPx}
      after={clients.hasMore && <MoreRows hasMore isLoading={false} onMore={clients.showMore} />}
    />
  );
}

const getRowId = ({ id }: ChoiceClient) => id;
const nameOf = ({ name }: ChoiceClient) => name;

/** No client is there to be ticked, and why. */
export function NoChoice({ search, onShowAll }: { search: SetupSearch; onShowAll: () => void }) {
  const { t } = useTranslation();
  const { recherche, sans, attribut, choix } = search;
  const isSearch = recherche !== undefined || sans !== undefined || attribut !== undefined;
  const isNarrowed = isSearch || choix !== undefined;
  const isOnlyChosen = choix === 'choisis' && !isSearch;
  if (!isNarrowed) return <div className={styles.empty}>{t('setups.clients.noClient')}</div>;
  return (
    <div className={styles.empty}>
      {t(isOnlyChosen ? 'setups.clients.noneChosen' : 'setups.clients.none')}
      <Button onClick={onShowAll}>{t('setups.clients.showAll')}</Button>
    </div>
  );
}

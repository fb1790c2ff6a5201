import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId, useIsStaff } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { FilterChip } from '../frame/filter-chip.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { useFormat } from '../language/use-format.ts';
import { ClientForm } from './client-form.tsx';
import { ClientTable } from './client-table.tsx';
import styles from './clients-page.module.css';
import { useClients } from './use-clients.ts';
import { useTypedSearch } from './use-typed-search.ts';

/** All the clients the person may see: searched on the server, the search kept in the address. */
export function ClientsPage() {
  const { t } = useTranslation();
  usePageTitle(t('clients.title'));
  const firm = useFirmId();
  const isStaff = useIsStaff();
  const format = useFormat();
  const [isCreating, setCreating] = useState(false);
  const { recherche = '', nonTransmis = false } = useSearch({ from: '/cabinets/$firm/dossiers' });
  const navigate = useNavigate({ from: '/cabinets/$firm/dossiers' });
  const change = (next: { recherche: string; nonTransmis: boolean }) =>
    void navigate({
      replace: true,
      search: {
        ...(next.recherche ? { recherche: next.recherche } : {}),
        ...(next.nonTransmis ? { nonTransmis: true } : {}),
      },
    });
  const [typed, setTyped] = useTypedSearch(recherche, (text) => change({ recherche: text, nonTransmis }));
  const { query, rows, total } = useClients(firm, { search: recherche, withUndelivered: nonTransmis });
  const isFiltered = recherche !== '' || nonTransmis;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t('clients.title')}</h1>
          <p className={styles.count} aria-live="polite">
            {total === null
              ? '\u00a0'
              : t('clients.count', { count: total, replace: { count: format.number(total) } })}
          </p>
        </div>
        {isStaff && (
          <Button
            variant="filled"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t('clients.create')}
          </Button>
        )}
      </header>
      <search className={styles.filters}>
        <TextInput
          className={styles.search}
          type="search"
          leftSection={<IconSearch size={16} aria-hidden />}
          placeholder={t('clients.search')}
          aria-label={t('clients.search')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <FilterChip
          isOn={nonTransmis}
          hasTriangle
          onChange={(isOn) => change({ recherche, nonTransmis: isOn })}
        >
          {t('clients.withUndelivered')}
        </FilterChip>
      </search>
      {query.error && rows.length === 0 ? (
        <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className={styles.card} data-stale={query.isPlaceholderData}>
          <ClientTable
            rows={rows}
            isLoading={query.isPending}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={query.fetchNextPage}
          />
          {!query.isPending && rows.length === 0 && (
            <div className={styles.empty}>
              {isFiltered ? (
                <>
                  <p>{t('clients.noneFound')}</p>
                  <Button onClick={() => change({ recherche: '', nonTransmis: false })}>
                    {t('clients.clearSearch')}
                  </Button>
                </>
              ) : (
                <p>{isStaff ? t('clients.none') : t('clients.noneToSee')}</p>
              )}
            </div>
          )}
        </div>
      )}
      <ClientForm isOpen={isCreating} onClose={() => setCreating(false)} />
    </div>
  );
}

import { routes } from '@navette/api';
import type { DeliveryState } from '@navette/model';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { useInstallations } from '../applications/use-applications.ts';
import styles from '../clients/clients-page.module.css';
import { FilterChip } from '../frame/filter-chip.tsx';
import { usePageTitle } from '../frame/use-page-title.ts';
import { useFormat } from '../language/use-format.ts';
import { statusOf } from '../status/status.ts';
import { ListCard } from '../table/list-card.tsx';
import { usePagedRows } from '../table/use-paged-rows.ts';
import { stateWanted } from './deliveries-search.ts';
import { DeliveryTable } from './delivery-table.tsx';

const route = '/cabinets/$firm/envois';
/** In the order of urgency; states that nothing is in are not offered. */
const offered: readonly DeliveryState[] = [
  'undelivered',
  'unknown',
  'held',
  'waiting',
  'sending',
  'accepted',
  'delivered',
  'duplicate',
  'cancelled',
];
const pageSize = 60;

/** The deliveries of the firm, by state. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  usePageTitle(t('deliveries.title'));
  const firm = useFirmId();
  const search = useSearch({ from: route });
  const state = stateWanted(search);
  const { application: installation } = search;
  const list = usePagedRows(keys.deliveries(firm, { state, installation }), (cursor, signal) =>
    api.call(routes.listDeliveries, {
      params: { firm },
      query: { limit: pageSize, cursor, state, installation },
      signal,
    }),
  );
  const empty =
    state === 'undelivered'
      ? t('deliveries.noneUndelivered')
      : state
        ? t('deliveries.none')
        : t('deliveries.noneAtAll');
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1>{t('deliveries.title')}</h1>
          <p className={styles.count}>{t('deliveries.lead')}</p>
        </div>
      </header>
      <StateFilters state={state} installation={installation} />
      <ListCard list={list} className={styles.card} none={<p className={styles.empty}>{empty}</p>}>
        <DeliveryTable list={list} hasStates={state === undefined} />
      </ListCard>
    </div>
  );
}

interface StateFiltersProps {
  readonly state: DeliveryState | undefined;
  readonly installation: string | undefined;
}

function StateFilters({ state, installation }: StateFiltersProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  const navigate = useNavigate({ from: route });
  const { data } = useQuery({
    queryKey: keys.counts(firm),
    queryFn: ({ signal }) => api.call(routes.countDeliveries, { params: { firm }, signal }),
  });
  const show = (etat: DeliveryState | 'tous') =>
    void navigate({
      replace: true,
      search: ({ application }) => ({
        ...(etat === 'undelivered' ? {} : { etat }),
        ...(application === undefined ? {} : { application }),
      }),
    });
  return (
    <div className={`${styles.filters} ${styles.chips}`}>
      {offered
        .filter((each) => each === 'undelivered' || each === state || (data?.counts[each] ?? 0) > 0)
        .map((each) => (
          <FilterChip
            key={each}
            isOn={each === state}
            hasTriangle={each === 'undelivered'}
            // Of the whole firm: beside one application it would mislead.
            {...(installation === undefined ? { count: format.number(data?.counts[each] ?? 0) } : {})}
            onChange={() => show(each === state ? 'tous' : each)}
          >
            {chipWord(each, t)}
          </FilterChip>
        ))}
      <FilterChip isOn={state === undefined} onChange={() => show('tous')}>
        {t('deliveries.all')}
      </FilterChip>
      {installation !== undefined && <OfApplication installation={installation} />}
    </div>
  );
}

/** That one application alone is shown, and the way back to all. */
function OfApplication({ installation }: { installation: string }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const navigate = useNavigate({ from: route });
  const { data } = useInstallations(firm);
  const name = data?.items.find(({ id }) => id === installation)?.name;
  return (
    <FilterChip
      isOn
      onChange={() => void navigate({ replace: true, search: ({ application: _, ...kept }) => kept })}
    >
      {name ?? t('deliveries.columns.application')}
    </FilterChip>
  );
}

/** Two states share the words *En route*: as filters they need their own. */
function chipWord(state: DeliveryState, t: TFunction): string {
  if (state === 'sending') return t('deliveries.sending');
  return t(`status.word.${statusOf({ state, heldReason: null, booked: false }).word}`);
}

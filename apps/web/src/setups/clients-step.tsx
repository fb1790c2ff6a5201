import { Button } from '@mantine/core';
import { type ClientFilter, routes, type Setup } from '@navette/api';
import { IconInfoCircle } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAttributes } from '../attributes/use-attributes.ts';
import { filterOf, orderOf } from '../clients/clients-search.ts';
import { usePages } from '../table/use-pages.ts';
import { useSeenRows } from '../table/use-seen-rows.ts';
import { ChoiceBar, Chosen } from './choice-bar.tsx';
import { ChoiceFilters } from './choice-filters.tsx';
import { ChoiceTable, NoChoice } from './choice-table.tsx';
import styles from './clients-step.module.css';
import { Prerequisites } from './prerequisites.tsx';
import { SetupFoot } from './setup-foot.tsx';
import type { SetupSearch } from './setup-search.ts';
import type { SetupStep } from './step-props.ts';
import { useChoice } from './use-choice.ts';

interface ClientsStepProps {
  readonly firm: string;
  readonly setup: Setup;
  readonly isGoing: boolean;
  readonly goTo: (step: SetupStep) => void;
}

const route = '/cabinets/$firm/applications/assistant/$setup';
const firstPageSize = 40;
const pageSize = 200;
const noAttributes: never[] = [];

/** Which clients send: one by one, or all that a search finds, on every page. Each tick is kept at once. */
export function ClientsStep({ firm, setup, isGoing, goTo }: ClientsStepProps) {
  const { t } = useTranslation();
  const search = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const attributes = useAttributes(firm).data ?? noAttributes;
  const list = useRef<HTMLDivElement>(null);
  const filter = useMemo(() => filterOf(search, 'admin'), [search]);
  const clients = useSetupClients(list, firm, setup.id, filter, search);
  const choice = useChoice(firm, setup, clients.rows);
  const show = (next: SetupSearch) =>
    void navigate({ replace: true, search: { ...next, ...(search.etape ? { etape: search.etape } : {}) } });
  const next = setup.steps[1]?.step ?? 'mapping';
  const hasChosen = setup.chosen > 0;
  const { isSelected } = choice.selection;
  const isOneLeft = clients.rows.some(({ id, isConnected }) => isConnected && !isSelected(id));
  return (
    <>
      <Prerequisites firm={firm} setup={setup} />
      <h2 className={styles.title}>{t('setups.clients.title', { partner: setup.partner })}</h2>
      <ChoiceFilters search={search} attributes={attributes} onChange={show} />
      <ChoiceBar setup={setup} total={clients.total} filter={filter} search={search} choice={choice} />
      {choice.error != null && <ProblemNote error={choice.error} />}
      {setup.installationId !== null && isOneLeft && (
        <p className={styles.stays} role="status">
          <IconInfoCircle size={16} aria-hidden />
          <span>
            {t('setups.clients.staysHelp')}{' '}
            <Link
              to="/cabinets/$firm/applications/$installation"
              params={{ firm, installation: setup.installationId }}
              search={{ onglet: 'dossiers' }}
            >
              {t('setups.clients.staysLink')}
            </Link>
            .
          </span>
        </p>
      )}
      {clients.error && clients.rows.length === 0 ? (
        <ProblemNote error={clients.error} onRetry={clients.retry} />
      ) : (
        <div ref={list} className={styles.card} data-stale={clients.isStale} data-fills>
          {!clients.isLoading && clients.rows.length === 0 ? (
            <NoChoice search={search} onShowAll={() => show({})} />
          ) : (
            <ChoiceTable
              clients={clients}
              attributes={attributes}
              search={search}
              partner={setup.partner}
              selection={choice.selection}
              onSort={(tri) => show({ ...search, tri })}
            />
          )}
        </div>
      )}
      <SetupFoot
        note={hasChosen ? <Chosen count={setup.chosen} /> : t('setups.clients.chooseFirst')}
        action={
          <Button
            variant="filled"
            disabled={!hasChosen || choice.isChoosing}
            loading={isGoing}
            onClick={() => goTo(next)}
          >
            {t('setups.next')}
          </Button>
        }
      />
    </>
  );
}

function useSetupClients(
  list: React.RefObject<HTMLElement | null>,
  firm: string,
  setup: string,
  filter: ClientFilter,
  { tri, choix }: SetupSearch,
) {
  const only = choix && ({ choisis: 'chosen', autres: 'not_chosen' } as const)[choix];
  const asked = { ...filter, ...(only ? { only } : {}), sort: orderOf(tri) };
  const filterKey = JSON.stringify(asked);
  const onNearEnd = useRef(() => {});
  const clients = usePages({
    place: setup,
    filterKey,
    seen: useSeenRows(list, filterKey, onNearEnd),
    queryKey: (cursor) => keys.setupPart(firm, setup, 'clients', { ...asked, cursor }),
    fetchPage: (cursor, signal) =>
      api.call(routes.listSetupClients, {
        params: { firm, setup },
        query: { ...asked, cursor, limit: cursor === undefined ? firstPageSize : pageSize },
        signal,
      }),
  });
  onNearEnd.current = clients.showMore;
  return clients;
}

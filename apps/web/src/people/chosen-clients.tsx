import { routes } from '@navette/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useTypedSearch } from '../clients/use-typed-search.ts';
import page from '../frame/page.module.css';
import { usePagedRows } from '../table/use-paged-rows.ts';
import { ClientTicks } from './client-ticks.tsx';
import styles from './people.module.css';

const pageSize = 60;

interface ChosenClientsProps {
  readonly value: ReadonlySet<string>;
  readonly onChange: (clientIds: ReadonlySet<string>) => void;
}

/** Clients for somebody who is not there yet: chosen here, given when he accepts. */
export function ChosenClients({ value, onChange }: ChosenClientsProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const [search, setSearch] = useState('');
  const [typed, setTyped] = useTypedSearch(search, setSearch);
  const [isOnlyTicked, setOnlyTicked] = useState(false);
  // Names of the ticked ones: a search may have taken them off the list.
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const { query, rows: found } = usePagedRows(keys.clients(firm, { search, ticks: true }), (cursor, signal) =>
    api.call(routes.listClients, { params: { firm }, query: { search, cursor, limit: pageSize }, signal }),
  );
  const ticked = [...value].map((id) => ({ id, name: names.get(id) ?? '', isTicked: true }));
  const rows = isOnlyTicked ? ticked : found.map(({ id, name }) => ({ id, name, isTicked: value.has(id) }));
  return (
    <fieldset className={styles.fieldset}>
      <legend>{t('people.invite.clients')}</legend>
      <p className={page.note}>{t('people.invite.clientsHelp')}</p>
      {query.error && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      <ClientTicks
        rows={rows}
        search={typed}
        onSearch={setTyped}
        isOnlyTicked={isOnlyTicked}
        onOnlyTicked={setOnlyTicked}
        ticked={value.size}
        onTick={({ id, name }, isTicked) => {
          const next = new Set(value);
          if (isTicked) next.add(id);
          else next.delete(id);
          setNames((old) => new Map(old).set(id, name));
          onChange(next);
        }}
        isLoading={query.isFetching && !isOnlyTicked}
        hasMore={query.hasNextPage && !isOnlyTicked}
        onMore={() => void query.fetchNextPage()}
      />
    </fieldset>
  );
}

import type { Member, MemberClient } from '@navette/api';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
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

const pageSize = 60;

/** The clients assigned to somebody. Each tick is saved as it is made. */
export function MemberClients({ member }: { member: Member }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const [search, setSearch] = useState('');
  const [typed, setTyped] = useTypedSearch(search, setSearch);
  const [isOnlyTicked, setOnlyTicked] = useState(false);
  const filter = { search, ...(isOnlyTicked ? { assigned: 'true' as const } : {}) };
  const queryKey = keys.personClients(firm, member.id, filter);
  const { query, rows } = usePagedRows(queryKey, (cursor, signal) =>
    api.call(routes.listMemberClients, {
      params: { firm, member: member.id },
      query: { ...filter, cursor, limit: pageSize },
      signal,
    }),
  );
  const ticking = useTicking(member.id, queryKey);
  const help =
    member.role === 'admin'
      ? t('people.member.clientsOfAdmin')
      : t(member.seesAllClients ? 'people.member.clientsOfAll' : 'people.member.clientsOfSome');
  return (
    <>
      <p className={page.note}>{help}</p>
      {query.error && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {ticking.error && <ProblemNote error={ticking.error} />}
      <ClientTicks
        rows={rows.map(({ id, name, isAssigned }) => ({ id, name, isTicked: isAssigned }))}
        search={typed}
        onSearch={setTyped}
        isOnlyTicked={isOnlyTicked}
        onOnlyTicked={setOnlyTicked}
        ticked={member.clients}
        onTick={({ id }, isTicked) => ticking.mutate({ id, isTicked })}
        isLoading={query.isFetching}
        hasMore={query.hasNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}

interface Pages {
  readonly pages: readonly { readonly items: readonly MemberClient[] }[];
}

/** The tick moves at once, and back when the server refuses. */
function useTicking(member: string, queryKey: readonly unknown[]) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const show = (id: string, isAssigned: boolean) =>
    queryClient.setQueryData<Pages>(
      queryKey,
      (old) =>
        old && {
          ...old,
          pages: old.pages.map((page) => ({
            ...page,
            items: page.items.map((client) => (client.id === id ? { ...client, isAssigned } : client)),
          })),
        },
    );
  return useMutation({
    mutationFn: ({ id, isTicked }: { id: string; isTicked: boolean }) =>
      api.call(routes.changeMemberClients, {
        params: { firm, member },
        body: isTicked ? { add: [id] } : { remove: [id] },
      }),
    onMutate: ({ id, isTicked }) => void show(id, isTicked),
    onError: (_, { id, isTicked }) => void show(id, !isTicked),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.person(firm, member), saved);
      void queryClient.invalidateQueries({ queryKey: ['members', firm, 'list'] });
    },
  });
}

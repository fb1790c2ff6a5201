import type { Member } from '@navette/api';
import { routes } from '@navette/api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import type { PeopleSearch } from './people-search.ts';

const pageSize = 100;

/** The people of a firm that a search finds, page after page. */
export function usePeople(firm: string, { recherche, role, etat }: PeopleSearch) {
  const filter = {
    ...(recherche === undefined ? {} : { search: recherche }),
    ...(role === undefined ? {} : { role }),
    ...(etat === undefined ? {} : { state: etat }),
  };
  const query = useInfiniteQuery({
    queryKey: keys.people(firm, filter),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.listMembers, {
        params: { firm },
        query: { ...filter, cursor: pageParam, limit: pageSize },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

/** One of them. @param known his row of the list, shown at once */
export function usePerson(firm: string, person: string, known: Member | undefined) {
  return useQuery({
    queryKey: keys.person(firm, person),
    queryFn: ({ signal }) => api.call(routes.getMember, { params: { firm, member: person }, signal }),
    ...(known === undefined ? {} : { placeholderData: known }),
  });
}

/** The invitations of a firm, newest first; those that wait, unless `withEnded`. */
export function useInvitations(firm: string, withEnded: boolean) {
  const query = useInfiniteQuery({
    queryKey: keys.invitations(firm, { withEnded }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.listInvitations, {
        params: { firm },
        query: { all: withEnded ? 'true' : 'false', cursor: pageParam, limit: pageSize },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

import { routes } from '@navette/api';
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

export interface ClientsFilter {
  readonly search: string;
  readonly withUndelivered: boolean;
}

const pageSize = 60;

function clientsQuery(firm: string, filter: ClientsFilter) {
  return infiniteQueryOptions({
    queryKey: keys.clients(firm, { ...filter, pages: true }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.listClients, {
        params: { firm },
        query: {
          limit: pageSize,
          cursor: pageParam,
          search: filter.search || undefined,
          withUndelivered: filter.withUndelivered ? 'true' : undefined,
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** The clients of a filter, page after page; the rows of the last filter stay until those of the new one are there. */
export function useClients(firm: string, filter: ClientsFilter) {
  const query = useInfiniteQuery(clientsQuery(firm, filter));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

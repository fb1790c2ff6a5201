import type { ClientFilter } from '@navette/api';
import { routes } from '@navette/api';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

/** The first page is small, so that it is there at once; the others are long, so that scrolling waits for none. */
const firstPage = 60;
const laterPages = 200;

/** The clients of a filter, page after page; the rows of the last filter stay until those of the new one are there. */
export function useClients(firm: string, filter: ClientFilter, sort: string | undefined) {
  const query = useInfiniteQuery({
    queryKey: keys.clients(firm, { ...filter, sort, pages: true }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.listClients, {
        params: { firm },
        query: {
          ...filter,
          sort,
          cursor: pageParam,
          limit: pageParam === undefined ? firstPage : laterPages,
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

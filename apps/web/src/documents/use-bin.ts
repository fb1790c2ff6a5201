import { type BinEntry, routes } from '@navette/api';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

const pageSize = 100;

/** What the bin of a client holds, last thrown first, page after page. */
export function useBin(firm: string, client: string, search: string) {
  const query = useInfiniteQuery({
    queryKey: keys.documents(firm, `bin-${client}`, { search }),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.listBin, {
        params: { firm, client },
        query: { limit: pageSize, cursor: pageParam, search: search || undefined },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo<BinEntry[]>(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

/** How many entries the bin holds, for its place in the tree; `null` while it is not known. */
export function useBinCount(firm: string, client: string, isShown: boolean): number | null {
  const query = useQuery({
    queryKey: keys.documents(firm, `bin-${client}`, { count: true }),
    enabled: isShown,
    queryFn: ({ signal }) =>
      api.call(routes.listBin, { params: { firm, client }, query: { limit: 1 }, signal }),
  });
  return query.data?.total ?? null;
}

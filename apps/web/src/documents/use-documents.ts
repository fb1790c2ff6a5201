import { routes } from '@navette/api';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

export interface DocumentsFilter {
  readonly search: string;
  readonly withUndelivered: boolean;
}

const pageSize = 80;

/** The documents of a folder, newest first, page after page. Without a folder, none. */
export function useDocuments(firm: string, folder: string | undefined, filter: DocumentsFilter) {
  const query = useInfiniteQuery({
    queryKey: keys.documents(firm, folder ?? '', filter),
    enabled: folder !== undefined,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.listDocuments, {
        params: { firm, folder: folder ?? '' },
        query: {
          limit: pageSize,
          cursor: pageParam,
          search: filter.search || undefined,
          withUndelivered: filter.withUndelivered ? 'true' : undefined,
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    // Typing in the search keeps the rows until the new ones come; another folder starts with its skeleton.
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[2] === folder ? keepPreviousData(previous) : undefined,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

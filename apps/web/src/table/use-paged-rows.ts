import {
  type InfiniteData,
  keepPreviousData,
  type QueryKey,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';

interface Page<Row> {
  readonly items: Row[];
  readonly next: string | null;
  readonly total?: number | null;
}

export interface PagedRows<Row> {
  readonly query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  /** Of all pages that have come. */
  readonly rows: Row[];
  /** How many there are on the server; `null` while it is not known. */
  readonly total: number | null;
}

/**
 * The rows of a list that is read page after page, each from the cursor that the one before it gave. Those of a former key stay until
 * the new ones come.
 */
export function usePagedRows<Row>(
  queryKey: QueryKey,
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
): PagedRows<Row> {
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total ?? null };
}

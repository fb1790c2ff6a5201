import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { extendChain, firstPage, mendChain, type PageChain, pagesNear } from './page-chain.ts';
import type { SeenRows } from './use-seen-rows.ts';

/** A page as the server gives it. */
export interface PageOf<Row> {
  readonly items: Row[];
  readonly next: string | null;
  readonly total: number | null;
}

export interface PagesOptions<Row> {
  /** Which list: rows of another filter of it stay until the new ones are there, rows of another list do not. */
  readonly place: string;
  /** Which filter and order of it. */
  readonly filterKey: string;
  readonly queryKey: (cursor: string | undefined) => readonly unknown[];
  readonly fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<Row>>;
  /** First and last row in sight. */
  readonly seen: SeenRows;
  /** Without it nothing is asked; true unless given. */
  readonly enabled?: boolean;
}

export interface ListedRows<Row> {
  readonly rows: Row[];
  /** Of the filter, on every page; `null` while it is not known. */
  readonly total: number | null;
  readonly isLoading: boolean;
  /** The rows are those of the former filter, until the new ones come. */
  readonly isStale: boolean;
  readonly error: unknown;
  readonly hasMore: boolean;
  readonly showMore: () => void;
  readonly retry: () => void;
}

interface Walk {
  readonly key: string;
  readonly chain: PageChain;
}

/**
 * The rows of a long list, page after page. Pages far from the sight keep what they had and are not asked again: in a list of
 * thousands, a hint of the live stream costs a few requests.
 */
export function usePages<Row extends { readonly id: string }>(options: PagesOptions<Row>): ListedRows<Row> {
  const { place, queryKey, fetchPage, seen, enabled = true } = options;
  const key = `${place}|${options.filterKey}`;
  const [walk, setWalk] = useState<Walk>({ key, chain: firstPage });
  const chain = walk.key === key ? walk.chain : firstPage;
  const known = useRef<{ key: string; pages: (PageOf<Row> | undefined)[] }>({ key, pages: [] });
  if (known.current.key !== key) known.current = { key, pages: [] };
  const near = pagesNear(known.current.pages.slice(0, chain.length).map(loaded), seen);

  const results = useQueries({
    queries: chain.map((cursor, index) => ({
      queryKey: queryKey(cursor),
      // What is out of sight is asked again when it comes near, if something changed meanwhile.
      enabled: enabled && index >= near.from && index <= near.to + 1,
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(cursor, signal),
    })),
    combine: pagesOf<Row>,
  });

  // A page asked from a new cursor shows what the old one had until it comes.
  const pages = results.pages.map((page, index) => page ?? known.current.pages[index]);
  known.current = { key, pages };
  const mended = mendChain(chain, results.pages.map(loaded));
  if (mended !== chain || walk.key !== key) setWalk({ key, chain: mended });

  const shown = useRef<{ place: string; rows: Row[]; total: number | null }>({
    place,
    rows: [],
    total: null,
  });
  const isFirstLoaded = pages[0] !== undefined;
  const isStale = !isFirstLoaded && shown.current.place === place && shown.current.rows.length > 0;
  const fresh = useRows(pages);
  const now = isStale ? shown.current : { place, rows: fresh, total: pages[0]?.total ?? null };
  if (isFirstLoaded) shown.current = now;
  return {
    rows: now.rows,
    total: now.total,
    isLoading: !isFirstLoaded && !isStale && results.error === null,
    isStale,
    error: results.error,
    hasMore: isFirstLoaded && pages.at(-1)?.next !== null,
    showMore: useCallback(
      () =>
        setWalk((before) =>
          before.key === key
            ? { key, chain: extendChain(before.chain, known.current.pages.map(loaded)) }
            : before,
        ),
      [key],
    ),
    retry: results.retry,
  };
}

function pagesOf<Row>(results: UseQueryResult<PageOf<Row>>[]) {
  return {
    pages: results.map(({ data }) => data),
    error: results.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const each of results) if (each.error) void each.refetch();
    },
  };
}

function loaded(page: PageOf<unknown> | undefined) {
  return page && { next: page.next, rows: page.items.length };
}

/** The rows of all pages in their order, each once: pages fetched at different instants may overlap. */
function useRows<Row extends { readonly id: string }>(pages: readonly (PageOf<Row> | undefined)[]): Row[] {
  const before = useRef<{ pages: readonly (PageOf<Row> | undefined)[]; rows: Row[] }>({
    pages: [],
    rows: [],
  });
  const isSame =
    pages.length === before.current.pages.length &&
    pages.every((page, index) => page === before.current.pages[index]);
  return useMemo(() => {
    if (isSame) return before.current.rows;
    const byId = new Map<string, Row>();
    for (const page of pages)
      for (const item of page?.items ?? []) if (!byId.has(item.id)) byId.set(item.id, item);
    const rows = [...byId.values()];
    before.current = { pages, rows };
    return rows;
  }, [isSame, pages]);
}

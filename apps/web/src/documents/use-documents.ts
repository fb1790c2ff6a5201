import { type Document, routes } from '@navette/api';
import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import type { DocumentSort } from './client-search.ts';
import { extendChain, firstPage, mendChain, type PageChain, pagesNear } from './page-chain.ts';

export interface DocumentsFilter {
  readonly search: string;
  readonly withUndelivered: boolean;
  readonly sort: DocumentSort;
}

export interface ListedDocuments {
  readonly rows: Document[];
  /** Of the filter, on every page; `null` while it is not known. */
  readonly total: number | null;
  readonly isLoading: boolean;
  /** The rows are those of the former search, until the new ones come. */
  readonly isStale: boolean;
  readonly error: unknown;
  readonly hasMore: boolean;
  readonly showMore: () => void;
  readonly retry: () => void;
}

interface Page {
  readonly items: Document[];
  readonly next: string | null;
  readonly total: number | null;
}

/** The first page fills the screen and no more, so that it is there at once. */
const firstPageSize = 50;
const pageSize = 200;
const noRows: Document[] = [];

/**
 * The documents of a folder, page after page. Pages far from the sight keep what they had and are not asked again: among 50,000
 * documents a hint costs three requests. Without a folder, none.
 * @param seen first and last row in sight
 */
export function useDocuments(
  firm: string,
  folder: string | undefined,
  filter: DocumentsFilter,
  seen: { readonly first: number; readonly last: number },
): ListedDocuments {
  const place = `${folder}|${filter.sort}`;
  const key = `${place}|${filter.withUndelivered}|${filter.search}`;
  const [walk, setWalk] = useState<{ key: string; chain: PageChain }>({ key, chain: firstPage });
  const chain = walk.key === key ? walk.chain : firstPage;
  const known = useRef<{ key: string; pages: (Page | undefined)[] }>({ key, pages: [] });
  if (known.current.key !== key) known.current = { key, pages: [] };
  const near = pagesNear(known.current.pages.slice(0, chain.length).map(loaded), seen);

  const results = useQueries({
    queries: chain.map((cursor, index) => ({
      queryKey: keys.documents(firm, folder ?? '', { ...filter, cursor }),
      // What is out of sight is asked again when it comes near, if something changed meanwhile.
      enabled: folder !== undefined && index >= near.from && index <= near.to + 1,
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.call(routes.listDocuments, {
          params: { firm, folder: folder ?? '' },
          query: {
            limit: index === 0 ? firstPageSize : pageSize,
            cursor,
            sort: filter.sort,
            search: filter.search || undefined,
            withUndelivered: filter.withUndelivered ? 'true' : undefined,
          },
          signal,
        }),
    })),
    combine: pagesOf,
  });

  // A page asked from a new cursor shows what the old one had until it comes.
  const pages = results.pages.map((page, index) => page ?? known.current.pages[index]);
  known.current = { key, pages };
  const mended = mendChain(chain, results.pages.map(loaded));
  if (mended !== chain || walk.key !== key) setWalk({ key, chain: mended });

  const shown = useRef({ place, rows: noRows });
  const isFirstLoaded = pages[0] !== undefined;
  const isStale = !isFirstLoaded && shown.current.place === place && shown.current.rows.length > 0;
  const fresh = useRows(pages);
  const rows = isStale ? shown.current.rows : fresh;
  if (isFirstLoaded) shown.current = { place, rows: fresh };

  const { retry } = results;
  return {
    rows,
    total: pages[0]?.total ?? null,
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
    retry,
  };
}

function pagesOf(results: UseQueryResult<Page>[]) {
  return {
    pages: results.map(({ data }) => data),
    error: results.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const each of results) if (each.error) void each.refetch();
    },
  };
}

function loaded(page: Page | undefined) {
  return page && { next: page.next, rows: page.items.length };
}

/** The rows of all pages in their order, each once: pages fetched at different instants may overlap. */
function useRows(pages: readonly (Page | undefined)[]): Document[] {
  const before = useRef<{ pages: readonly (Page | undefined)[]; rows: Document[] }>({
    pages: [],
    rows: noRows,
  });
  const isSame =
    pages.length === before.current.pages.length &&
    pages.every((page, index) => page === before.current.pages[index]);
  return useMemo(() => {
    if (isSame) return before.current.rows;
    const byId = new Map<string, Document>();
    for (const page of pages)
      for (const item of page?.items ?? []) if (!byId.has(item.id)) byId.set(item.id, item);
    const rows = [...byId.values()];
    before.current = { pages, rows };
    return rows;
  }, [isSame, pages]);
}

import { type Document, routes } from '@navette/api';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { type ListedRows, usePages } from '../table/use-pages.ts';
import type { SeenRows } from '../table/use-seen-rows.ts';
import type { DocumentSort } from './client-search.ts';

export interface DocumentsFilter {
  readonly search: string;
  readonly withUndelivered: boolean;
  readonly sort: DocumentSort;
}

/** The first page fills the screen and no more, so that it is there at once. */
const firstPageSize = 50;
const pageSize = 200;

/** The documents of a folder, page after page: among 50,000 a hint costs three requests. Without a folder, none. */
export function useDocuments(
  firm: string,
  folder: string | undefined,
  filter: DocumentsFilter,
  seen: SeenRows,
): ListedRows<Document> {
  const { sort, search, withUndelivered } = filter;
  return usePages({
    place: `${folder}|${sort}`,
    filterKey: `${withUndelivered}|${search}`,
    seen,
    enabled: folder !== undefined,
    queryKey: (cursor) => keys.documents(firm, folder ?? '', { ...filter, cursor }),
    fetchPage: (cursor, signal) =>
      api.call(routes.listDocuments, {
        params: { firm, folder: folder ?? '' },
        query: {
          limit: cursor === undefined ? firstPageSize : pageSize,
          cursor,
          sort,
          search: search || undefined,
          withUndelivered: withUndelivered ? 'true' : undefined,
        },
        signal,
      }),
  });
}

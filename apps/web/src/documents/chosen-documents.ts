import { routes } from '@navette/api';
import { api } from '../api/api.ts';
import type { RowSelection } from '../table/use-selection.ts';
import { type Chosen, chosen } from './move-and-bin.ts';

/** What a list of documents is asked by. */
export interface ListFilter {
  readonly firm: string;
  readonly folder: string;
  readonly search: string;
  readonly withUndelivered: boolean;
}

/** @returns the documents that are ticked; `null` when none is. All the results of a search are fetched, ids by ids, when needed. */
export function chosenBy({ request, count }: RowSelection<ListFilter>): Chosen | null {
  if (count === 0) return null;
  if ('ids' in request) return chosen(request.ids);
  const { filter, excludedIds } = request;
  return { count: count ?? 0, ids: () => idsOf(filter, new Set(excludedIds)) };
}

async function idsOf(filter: ListFilter, excluded: ReadonlySet<string>): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await api.call(routes.listDocuments, {
      params: { firm: filter.firm, folder: filter.folder },
      query: {
        limit: 200,
        cursor,
        search: filter.search || undefined,
        withUndelivered: filter.withUndelivered ? 'true' : undefined,
      },
    });
    for (const { id } of items) if (!excluded.has(id)) ids.push(id);
    cursor = next ?? undefined;
  } while (cursor);
  return ids;
}

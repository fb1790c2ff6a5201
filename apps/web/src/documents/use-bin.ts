import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { usePagedRows } from '../table/use-paged-rows.ts';

const pageSize = 100;

/** What the bin of a client holds, last thrown first, page after page. */
export function useBin(firm: string, client: string, search: string) {
  return usePagedRows(keys.documents(firm, `bin-${client}`, { search }), (cursor, signal) =>
    api.call(routes.listBin, {
      params: { firm, client },
      query: { limit: pageSize, cursor, search: search || undefined },
      signal,
    }),
  );
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

import { type Client, type ClientFilter, routes } from '@navette/api';
import { type RefObject, useRef } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { type ListedRows, usePages } from '../table/use-pages.ts';
import { useSeenRows } from '../table/use-seen-rows.ts';

/** The first page fills the screen and no more, so that it is there at once. */
const firstPageSize = 40;
const pageSize = 200;

/**
 * The clients of a filter in an order, page after page; the rows of the last filter stay until those of the new one are there.
 * @param list what holds the table: the next page comes when its end is near
 */
export function useClients(
  list: RefObject<HTMLElement | null>,
  firm: string,
  filter: ClientFilter,
  sort: string | undefined,
): ListedRows<Client> {
  const filterKey = JSON.stringify([filter, sort]);
  const onNearEnd = useRef(() => {});
  const clients = usePages({
    place: firm,
    filterKey,
    seen: useSeenRows(list, filterKey, onNearEnd),
    queryKey: (cursor) => keys.clients(firm, { ...filter, sort, cursor, page: true }),
    fetchPage: (cursor, signal) =>
      api.call(routes.listClients, {
        params: { firm },
        query: { ...filter, sort, cursor, limit: cursor === undefined ? firstPageSize : pageSize },
        signal,
      }),
  });
  onNearEnd.current = clients.showMore;
  return clients;
}

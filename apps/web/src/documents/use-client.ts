import { type Folder, routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

export function useClient(firm: string, client: string) {
  return useQuery({
    queryKey: keys.client(firm, client),
    queryFn: ({ signal }) => api.call(routes.getClient, { params: { firm, client }, signal }),
  });
}

/** The whole tree of a client. */
export function useFolders(firm: string, client: string) {
  return useQuery({
    queryKey: keys.folders(firm, client),
    queryFn: ({ signal }) => api.call(routes.listFolders, { params: { firm, client }, signal }),
    select: ({ items }): Folder[] => items,
  });
}

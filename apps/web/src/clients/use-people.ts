import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

/** Somebody who is assigned to a client, or could be. */
export type Assignable = z.infer<(typeof routes.listClientMembers)['answer']>['items'][number];

/** Who is assigned to a client, and whom one could assign. */
export function useMembers(firm: string, client: string | undefined) {
  return useQuery({
    queryKey: keys.members(firm, client ?? ''),
    queryFn: ({ signal }) =>
      api.call(routes.listClientMembers, { params: { firm, client: client ?? '' }, signal }),
    enabled: client !== undefined,
    select: ({ items }): Assignable[] => items,
  });
}

/** The firm's own people, who can be assigned to clients. Users of clients are assigned one client at a time. */
export function useCollaborators(firm: string, isStaff: boolean) {
  const anyClient = useQuery({
    queryKey: keys.members(firm, 'any'),
    queryFn: ({ signal }) =>
      api.call(routes.listClients, { params: { firm }, query: { limit: 1, state: 'all' }, signal }),
    enabled: isStaff,
    staleTime: 300_000,
  }).data?.items[0]?.id;
  const members = useMembers(firm, anyClient).data;
  return members?.filter(({ role }) => role !== 'client') ?? [];
}

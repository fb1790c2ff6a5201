import type { Member } from '@navette/api';
import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { usePagedRows } from '../table/use-paged-rows.ts';
import type { PeopleSearch } from './people-search.ts';

const pageSize = 100;

/** The people of a firm that a search finds, page after page. */
export function usePeople(firm: string, { recherche, role, etat }: PeopleSearch) {
  const filter = {
    ...(recherche === undefined ? {} : { search: recherche }),
    ...(role === undefined ? {} : { role }),
    ...(etat === undefined ? {} : { state: etat }),
  };
  return usePagedRows(keys.people(firm, filter), (cursor, signal) =>
    api.call(routes.listMembers, { params: { firm }, query: { ...filter, cursor, limit: pageSize }, signal }),
  );
}

/** One of them. @param known his row of the list, shown at once */
export function usePerson(firm: string, person: string, known: Member | undefined) {
  return useQuery({
    queryKey: keys.person(firm, person),
    queryFn: ({ signal }) => api.call(routes.getMember, { params: { firm, member: person }, signal }),
    ...(known === undefined ? {} : { placeholderData: known }),
  });
}

/** The invitations of a firm, newest first; those that wait, unless `withEnded`. */
export function useInvitations(firm: string, withEnded: boolean) {
  return usePagedRows(keys.invitations(firm, { withEnded }), (cursor, signal) =>
    api.call(routes.listInvitations, {
      params: { firm },
      query: { all: withEnded ? 'true' : 'false', cursor, limit: pageSize },
      signal,
    }),
  );
}

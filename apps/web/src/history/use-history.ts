import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

/** What happened to a document, version by version. Without a document, nothing is asked. */
export function useHistory(firm: string, document: string | undefined) {
  return useQuery({
    queryKey: keys.history(firm, document ?? ''),
    enabled: document !== undefined,
    queryFn: ({ signal }) =>
      api.call(routes.getHistory, { params: { firm, document: document ?? '' }, signal }),
  });
}

import { type Installation, routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

/** One application of the firm. `installation` is `null` once it is known that there is none of that id. */
export function useInstallation(firm: string, id: string) {
  const { data, error, refetch } = useQuery({
    queryKey: keys.installations(firm),
    queryFn: ({ signal }) => api.call(routes.listInstallations, { params: { firm }, signal }),
  });
  const installation: Installation | null | undefined =
    data && (data.items.find((each) => each.id === id) ?? null);
  return { installation, error: data ? null : error, refetch };
}

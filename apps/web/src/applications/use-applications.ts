import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';

/** The applications of the firm, oldest first. */
export function useInstallations(firm: string) {
  return useQuery({
    queryKey: keys.installations(firm),
    queryFn: ({ signal }) => api.call(routes.listInstallations, { params: { firm }, signal }),
  });
}

/** The day of each of them, by its id. */
export function useFigures(firm: string) {
  return useQuery({
    queryKey: keys.figures(firm),
    queryFn: ({ signal }) => api.call(routes.listFigures, { params: { firm }, signal }),
    select: ({ items }) => new Map(items.map((figures) => [figures.installationId, figures])),
    // Midnight is told by nobody.
    refetchInterval: 300_000,
  });
}

/** The catalogue: for administrators, whom alone the server answers. It changes with the version of the product. */
export function useCatalogue(firm: string, isAdmin: boolean) {
  return useQuery({
    queryKey: keys.catalogue(firm),
    queryFn: ({ signal }) => api.call(routes.listApplications, { params: { firm }, signal }),
    enabled: isAdmin,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

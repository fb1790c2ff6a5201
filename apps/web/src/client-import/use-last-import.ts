import { useLocalStorage } from '@mantine/hooks';
import { routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { hasEnded } from '../jobs/use-job.ts';

/** The import this person left before its end, on this computer: its page offers to go back to it. */
export function useLastImport(firm: string) {
  const [id, setId] = useLocalStorage<string | null>({
    key: `navette-import-${firm}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const { data } = useQuery({
    queryKey: keys.jobRows(firm, id ?? '', { import: true }),
    queryFn: ({ signal }) => api.call(routes.getImport, { params: { firm, job: id ?? '' }, signal }),
    enabled: id !== null,
    retry: false,
  });
  return { unfinished: data && !hasEnded(data.job) ? data : undefined, remember: setId };
}

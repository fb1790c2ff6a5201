import { useDebouncedValue } from '@mantine/hooks';
import { type Attribute, routes } from '@navette/api';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { mayBeVouchedFor, typingProblem } from './typed-value.ts';

const quietMs = 300;
const named = 3;

/**
 * Who else has the value that is being typed: asked only where two clients with one value are a mistake, or worth seeing.
 * @param exceptClient the client that is being changed
 * @returns at most three of them
 */
export function useSameValue(attribute: Attribute, typed: string, exceptClient: string | undefined) {
  const firm = useFirmId();
  const [value] = useDebouncedValue(typed.trim(), quietMs);
  const { id, kind, isUnique } = attribute;
  const problem = typingProblem(kind, value);
  const isWorthIt = isUnique || kind === 'siret' || kind === 'code' || kind === 'email';
  const filter = { attribute: id, value, state: 'all', limit: named + 1 } as const;
  const { data } = useQuery({
    queryKey: keys.clients(firm, filter),
    queryFn: ({ signal }) => api.call(routes.listClients, { params: { firm }, query: filter, signal }),
    enabled: isWorthIt && value !== '' && (problem === null || mayBeVouchedFor(problem)),
  });
  if (value !== typed.trim()) return [];
  return (data?.items ?? []).filter((client) => client.id !== exceptClient).slice(0, named);
}

import { ApiError, type Connection, type Installation, routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';

/** The connection of one client to an application; `null` when it has none. */
export function useConnectionOf(installation: string, client: string) {
  const firm = useFirmId();
  return useQuery({
    queryKey: keys.connectionList(firm, installation, { client }),
    queryFn: async ({ signal }) => {
      const params = { firm, installation };
      const { items } = await api.call(routes.listConnections, { params, query: { client }, signal });
      return items.find(({ clientId }) => clientId === client) ?? null;
    },
  });
}

/** The key that a client may get, and what to do with it at the partner's. */
export function useProposedKey(installation: string, client: string, isWanted: boolean) {
  const firm = useFirmId();
  return useQuery({
    queryKey: keys.proposedKey(firm, installation, client),
    queryFn: ({ signal }) =>
      api.call(routes.proposeClientKey, { params: { firm, installation, client }, signal }),
    enabled: isWanted,
    staleTime: 60_000,
    retry: false,
  });
}

/** The partner's dossiers, where it lists them. */
export function useDossiers({ id, listsDossiers }: Installation, isWanted: boolean) {
  const firm = useFirmId();
  return useQuery({
    queryKey: keys.rulePart(firm, id, 'dossiers', {}),
    queryFn: ({ signal }) => api.call(routes.listDossiers, { params: { firm, installation: id }, signal }),
    enabled: isWanted && listsDossiers,
    staleTime: 300_000,
    retry: false,
  });
}

/** What was asked for a client, and what became of it. */
export type AccessOutcome = 'connected' | 'changed' | 'extended' | 'unchanged' | 'disconnected';

export interface AccessChange {
  readonly isAllowed: boolean;
  /** Empty: the key stays. */
  readonly clientKey: string;
  /** The folders of its own that it is connected for. */
  readonly ruleIds: readonly string[];
  /** Deliveries that have not left are cancelled: somebody saw how many. */
  readonly isConfirmed?: boolean;
}

/** Connects a client, changes its connection or takes it away. @param onDone told what became of it */
export function useSaveAccess(
  installation: string,
  client: string,
  connection: Connection | null,
  onDone: (outcome: AccessOutcome) => void,
) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: AccessChange) => saveAccess({ firm, installation }, client, connection, change),
    onSuccess: async (outcome) => {
      const stale = [
        keys.connections(firm, installation),
        keys.rules(firm, installation),
        keys.installations(firm),
        ['clients', firm],
        keys.client(firm, client),
      ];
      // Told once the list shows it: whoever goes on sees what stands.
      await Promise.all(stale.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      onDone(outcome);
    },
  });
}

async function saveAccess(
  place: { readonly firm: string; readonly installation: string },
  clientId: string,
  connection: Connection | null,
  { isAllowed, clientKey, ruleIds, isConfirmed }: AccessChange,
): Promise<AccessOutcome> {
  const key = clientKey.trim();
  if (!connection) {
    if (!isAllowed) return 'unchanged';
    const body = { clientId, clientKey: key, ruleIds: [...ruleIds] };
    await api.call(routes.createConnection, { params: place, body });
    return 'connected';
  }
  const params = { ...place, connection: connection.id };
  if (!isAllowed) {
    await api.call(routes.removeConnection, { params, query: isConfirmed ? { isConfirmed: 'true' } : {} });
    return 'disconnected';
  }
  const isOtherKey = key !== '' && key !== connection.clientKey;
  const isOtherFolders = !hasSame(ruleIds, connection.ruleIds);
  if (!isOtherKey && !isOtherFolders) return 'unchanged';
  await api.call(routes.changeConnection, {
    params,
    body: {
      ...(isOtherKey ? { clientKey: key } : {}),
      ...(isOtherFolders ? { ruleIds: [...ruleIds] } : {}),
      ...(isConfirmed ? { isConfirmed: true } : {}),
    },
  });
  return isOtherKey ? 'changed' : 'extended';
}

function hasSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id) => other.includes(id));
}

/** @returns whether the removal waits for somebody to see how many deliveries it cancels. */
export function needsConfirmation(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'removal_cancels_deliveries';
}

const ofKey = new Set(['client_key_invalid', 'client_key_refused', 'connection_exists']);

/** @returns whether a refusal is about the key that was typed. */
export function isAboutKey(error: unknown): boolean {
  return error instanceof ApiError && (error.field === 'clientKey' || ofKey.has(error.code));
}

import { type MappingRow, routes } from '@navette/api';
import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { z } from 'zod';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import type { MappingPlace } from './mapping-place.ts';

type MappingPage = z.infer<typeof routes.getMapping.answer>;
export type Proposal = z.infer<typeof routes.proposeDossiers.answer>['items'][number];
export type MappingFilter = Pick<z.infer<typeof routes.getMapping.query>, 'grade' | 'search'>;

const pageSize = 60;

export interface SettledRows {
  /** By the person who looks: they stay where they were, though the server lists them further down. */
  readonly settled: ReadonlyMap<string, MappingRow>;
  /** Another one begins with the order of the server. */
  readonly round: string;
}

/**
 * Clients beside the partner's dossiers, page after page; and what is known of them all.
 */
export function useMapping(
  { firm, installationId, setup, attributeId }: MappingPlace,
  filter: MappingFilter,
  { settled, round }: SettledRows,
) {
  const asked = { setup, attributeId, ...filter };
  const query = useInfiniteQuery({
    queryKey: keys.mapping(firm, installationId, asked),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.getMapping, {
        params: { firm, installation: installationId },
        query: { ...asked, cursor: pageParam, limit: pageSize },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const loaded = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const rows = useSteadyRows(loaded, JSON.stringify([installationId, asked, round]), settled);
  const head: MappingPage | undefined = query.data?.pages[0];
  return { query, rows, head, total: head?.total ?? null };
}

/** Keeps rows where they were first seen: a client that is settled does not leave from under the pointer. */
function useSteadyRows(
  loaded: readonly MappingRow[],
  place: string,
  settled: ReadonlyMap<string, MappingRow>,
): MappingRow[] {
  const seen = useRef({ place, order: new Map<string, number>() });
  return useMemo(() => {
    if (seen.current.place !== place) seen.current = { place, order: new Map() };
    const { order } = seen.current;
    const rows = new Map(loaded.map((row) => [row.clientId, row]));
    for (const [id, row] of settled) if (order.has(id) && !rows.has(id)) rows.set(id, row);
    for (const id of rows.keys()) if (!order.has(id)) order.set(id, order.size);
    return [...rows.values()].sort(
      (one, other) => (order.get(one.clientId) ?? 0) - (order.get(other.clientId) ?? 0),
    );
  }, [loaded, place, settled]);
}

/** Dossiers that a client may be, or that a search finds. */
export function useProposals(
  { firm, installationId, attributeId }: MappingPlace,
  client: string,
  search: string,
  isWanted: boolean,
) {
  const asked = { client, attributeId, ...(search === '' ? {} : { search }) };
  return useQuery({
    queryKey: keys.mappingProposals(firm, installationId, asked),
    queryFn: ({ signal }) =>
      api.call(routes.proposeDossiers, {
        params: { firm, installation: installationId },
        query: asked,
        signal,
      }),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
}

/** What one does with a mapping. What it answers is what the page then shows. */
export function useMappingGestures({ firm, installationId, setup, attributeId }: MappingPlace) {
  const queryClient = useQueryClient();
  const params = { firm, installation: installationId };
  const mappings = { queryKey: keys.mappings(firm, installationId) };
  const refetch = () => queryClient.invalidateQueries(mappings);
  const refreshing = useMutation({
    mutationFn: () => api.call(routes.refreshDossiers, { params }),
    onSuccess: refetch,
  });
  const choosing = useMutation({
    mutationFn: (choice: { clientId: string; dossierKey?: string | null }) =>
      api.call(routes.chooseDossier, { params, body: { ...choice, attributeId } }),
    onSuccess: (row) => {
      queryClient.setQueriesData<InfiniteData<MappingPage>>(mappings, (data) => data && withRow(data, row));
      void refetch();
    },
  });
  const connecting = useMutation({
    mutationFn: async () => {
      const prepared = await api.call(routes.connectMapped, { params, body: { setup, attributeId } });
      return api.call(routes.confirmJob, { params: { firm, job: prepared.id } });
    },
    onSuccess: (job) => {
      queryClient.setQueryData(keys.jobs(firm, job.id), job);
      // The attribute is kept for the application from now on.
      void queryClient.invalidateQueries({ queryKey: keys.installations(firm) });
    },
  });
  return { refetch, refreshing, choosing, connecting };
}

function withRow(data: InfiniteData<MappingPage>, row: MappingRow): InfiniteData<MappingPage> {
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((each) => (each.clientId === row.clientId ? row : each)),
    })),
  };
}

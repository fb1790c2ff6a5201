import { type Job, routes } from '@navette/api';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';

/** The live stream tells of progress; this is for when it is cut. */
const pollMs = 2_000;

/** @returns whether a job is being applied, or is about to be. */
export function isUnderWay({ state }: Pick<Job, 'state'>): boolean {
  return state === 'waiting' || state === 'running';
}

/** @returns whether nothing more will come of a job. */
export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** A bulk job and how far it is, followed while it runs. */
export function useJob(id: string | undefined) {
  const firm = useFirmId();
  return useQuery({
    queryKey: keys.jobs(firm, id ?? ''),
    queryFn: ({ signal }) => api.call(routes.getJob, { params: { firm, job: id ?? '' }, signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? pollMs : false),
  });
}

/** Lets a job go, or stops it: what was applied stays. */
export function useJobDecision(id: string | undefined) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const params = { firm, job: id ?? '' };
  const onSuccess = (job: Job) => {
    queryClient.setQueryData(keys.jobs(firm, job.id), job);
    void queryClient.invalidateQueries({ queryKey: ['jobs', firm] });
  };
  return {
    confirming: useMutation({ mutationFn: () => api.call(routes.confirmJob, { params }), onSuccess }),
    cancelling: useMutation({ mutationFn: () => api.call(routes.cancelJob, { params }), onSuccess }),
  };
}

type ItemState = 'pending' | 'done' | 'failed' | 'skipped';

/** The items of a job in one state, page after page. */
export function useJobItems(id: string, state: ItemState, isWanted: boolean) {
  const firm = useFirmId();
  const query = useInfiniteQuery({
    queryKey: keys.jobRows(firm, id, { state }),
    enabled: isWanted,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api.call(routes.listJobItems, {
        params: { firm, job: id },
        query: { state, cursor: pageParam, limit: 50 },
        signal,
      }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { query, items };
}

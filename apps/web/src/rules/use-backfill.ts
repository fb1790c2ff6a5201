import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { hasEnded, useJob, useJobDecision } from '../jobs/use-job.ts';
import type { Place } from './use-rules.ts';

/** Which of the documents that are there: of these rules, of these clients; all unless said. */
export interface BackfillScope {
  readonly ruleIds?: readonly string[] | undefined;
  readonly clientIds?: readonly string[] | undefined;
}

/** Documents that were there before, prepared, confirmed and followed. It goes on when its dialog is closed. */
export function useBackfill(params: Place, { ruleIds, clientIds }: BackfillScope) {
  const queryClient = useQueryClient();
  const previewing = useMutation({
    mutationFn: () =>
      api.call(routes.previewBackfill, {
        params,
        body: { ...(ruleIds && { ruleIds: [...ruleIds] }), ...(clientIds && { clientIds: [...clientIds] }) },
      }),
    onSuccess: (job) => queryClient.setQueryData(keys.jobs(params.firm, job.id), job),
  });
  const job = useJob(previewing.data?.id).data;
  const { confirming, cancelling } = useJobDecision(previewing.data?.id);
  const isEnded = job !== undefined && hasEnded(job) && job.confirmedAt !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per job that ends
  useEffect(() => {
    if (!isEnded) return;
    void queryClient.invalidateQueries({ queryKey: keys.rules(params.firm, params.installation) });
    for (const key of ['deliveries', 'counts', 'documents'])
      void queryClient.invalidateQueries({ queryKey: [key, params.firm] });
  }, [isEnded, job?.id]);
  return { previewing, job, confirming, cancelling };
}

export type Backfill = ReturnType<typeof useBackfill>;

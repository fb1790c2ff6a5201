import { type ConnectionFilter, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { hasEnded, useJob, useJobDecision } from '../jobs/use-job.ts';
import type { SelectionRequest } from '../table/use-selection.ts';

export type ConnectedAction = 'disconnect' | 'extend' | 'withdraw';

interface ConnectedChange {
  readonly action: ConnectedAction;
  readonly ruleId?: string;
  readonly selection: SelectionRequest<ConnectionFilter>;
}

/**
 * A gesture on many connections: prepared, confirmed, followed. One at a time; it goes on when its dialog is closed.
 * @param onEnded called once when a gesture that was confirmed has ended
 */
export function useConnectedBulk(installation: string, onEnded: () => void) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const [action, setAction] = useState<ConnectedAction | null>(null);
  const previewing = useMutation({
    mutationFn: (body: ConnectedChange) =>
      api.call(routes.previewBulkConnections, { params: { firm, installation }, body }),
    onSuccess: (job) => queryClient.setQueryData(keys.jobs(firm, job.id), job),
  });
  const job = useJob(previewing.data?.id).data;
  const { confirming, cancelling } = useJobDecision(previewing.data?.id);
  const isEnded = job !== undefined && hasEnded(job) && job.confirmedAt !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per job that ends
  useEffect(() => {
    if (!isEnded) return;
    for (const key of ['connections', 'rules', 'installations', 'clients', 'client'])
      void queryClient.invalidateQueries({ queryKey: [key, firm] });
    onEnded();
  }, [isEnded, job?.id]);
  const forget = () => {
    previewing.reset();
    confirming.reset();
    cancelling.reset();
  };
  return {
    action,
    job,
    previewing,
    confirming,
    cancelling,
    start: (next: ConnectedAction) => {
      forget();
      setAction(next);
    },
    /** A preview that is left is cancelled, so that it does not linger. */
    leave: () => {
      if (job?.state === 'preview') cancelling.mutate();
      setAction(null);
      forget();
    },
  };
}

export type ConnectedBulk = ReturnType<typeof useConnectedBulk>;

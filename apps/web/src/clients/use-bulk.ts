import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { hasEnded, useJob, useJobDecision } from '../jobs/use-job.ts';
import { type BulkAction, type BulkBody, undoOf } from './bulk-actions.ts';
import { clientIdOf } from './bulk-items.ts';

/**
 * A gesture on many clients: prepared, confirmed, followed, taken back. One at a time; it goes on when its dialog is closed.
 * @param onEnded called once when a gesture that was confirmed has ended
 */
export function useBulk(onEnded: () => void) {
  const firm = useFirmId();
  const queryClient = useQueryClient();
  const [action, setAction] = useState<BulkAction | null>(null);
  const [isUndo, setUndo] = useState(false);
  const previewing = useMutation({
    mutationFn: (body: BulkBody) => api.call(routes.previewBulkClients, { params: { firm }, body }),
    onSuccess: (job) => queryClient.setQueryData(keys.jobs(firm, job.id), job),
  });
  const body = previewing.variables;
  const job = useJob(previewing.data?.id).data;
  const { confirming, cancelling } = useJobDecision(previewing.data?.id);
  const undoing = useMutation({
    mutationFn: async () => {
      const undo = body && undoOf(body, await listChanged(firm, previewing.data?.id ?? ''));
      if (!undo) return;
      const prepared = await previewing.mutateAsync(undo);
      setUndo(true);
      await api.call(routes.confirmJob, { params: { firm, job: prepared.id } });
      await queryClient.invalidateQueries({ queryKey: keys.jobs(firm, prepared.id) });
    },
  });

  const isEnded = job !== undefined && hasEnded(job) && job.confirmedAt !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per job that ends
  useEffect(() => {
    if (!isEnded) return;
    for (const key of ['clients', 'client', 'attributes'])
      void queryClient.invalidateQueries({ queryKey: [key, firm] });
    onEnded();
  }, [isEnded, job?.id]);

  const forget = () => {
    previewing.reset();
    confirming.reset();
    cancelling.reset();
    undoing.reset();
    setUndo(false);
  };
  return {
    action,
    job,
    body,
    isUndo,
    previewing,
    confirming,
    cancelling,
    undoing,
    start: (next: BulkAction) => {
      forget();
      setAction(next);
    },
    /** Back to the choice, or out: a preview that is left is cancelled, so that it does not linger. */
    leave: () => {
      if (job?.state === 'preview') cancelling.mutate();
      setAction(null);
      forget();
    },
  };
}

export type Bulk = ReturnType<typeof useBulk>;

/** @returns the clients that a job changed. */
async function listChanged(firm: string, job: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.call(routes.listJobItems, {
      params: { firm, job },
      query: { state: 'done', limit: 200, cursor },
    });
    ids.push(...page.items.map(clientIdOf));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

import { routes, type Setup } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import type { SetupStep } from './step-props.ts';

/** A wizard, and how far it is. */
export function useSetup(firm: string, setup: string) {
  return useQuery({
    queryKey: keys.setup(firm, setup),
    queryFn: ({ signal }) => api.call(routes.getSetup, { params: { firm, setup }, signal }),
  });
}

/** What one does with a wizard as a whole. What it answers is what the pages then show. */
export function useSetupGestures(firm: string, setup: string) {
  const queryClient = useQueryClient();
  const keep = useCallback(
    (answer: Setup) => queryClient.setQueryData(keys.setup(firm, setup), answer),
    [queryClient, firm, setup],
  );
  const refetch = useCallback(
    () => queryClient.invalidateQueries({ queryKey: keys.setup(firm, setup) }),
    [queryClient, firm, setup],
  );
  const params = { firm, setup };
  /** Lists of applications and of wizards, elsewhere. */
  const forgetLists = () => {
    for (const key of [keys.installations(firm), keys.setups(firm)])
      void queryClient.invalidateQueries({ queryKey: key });
  };
  const going = useMutation({
    mutationFn: (step: SetupStep) => api.call(routes.changeSetup, { params, body: { step } }),
    onSuccess: keep,
  });
  const finishing = useMutation({
    mutationFn: () => api.call(routes.finishSetup, { params }),
    onSuccess: async () => {
      forgetLists();
      await refetch();
    },
  });
  const leaving = useMutation({
    mutationFn: () => api.call(routes.leaveSetup, { params }),
    onSuccess: forgetLists,
  });
  return { keep, refetch, going, finishing, leaving };
}

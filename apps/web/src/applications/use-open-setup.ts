import { routes } from '@navette/api';
import { useMutation } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { useGoTo } from './use-go-to.ts';

/** Opens the wizard for an application to add, or for one that is there: the one that was left goes on. */
export function useOpenSetup() {
  const firm = useFirmId();
  const goTo = useGoTo();
  const opening = useMutation({
    mutationFn: (body: { application: string } | { installationId: string }) =>
      api.call(routes.openSetup, { params: { firm }, body }),
    onSuccess: ({ id }) => goTo(`/assistant/${id}`),
  });
  return { open: opening.mutate, isPending: opening.isPending, error: opening.error };
}

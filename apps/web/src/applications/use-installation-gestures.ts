import { type Installation, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { useTell } from '../documents/use-tell.ts';

type Change = Partial<Pick<Installation, 'name' | 'versionPolicy'>>;

/** What an administrator does with an application of the firm; each says when it is done. */
export function useInstallationGestures({ id, name }: Installation) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const tell = useTell();
  const queryClient = useQueryClient();
  const params = { firm, installation: id };
  const show = (saved: Installation) => {
    queryClient.setQueryData<{ items: Installation[] }>(keys.installations(firm), (old) =>
      old === undefined ? old : { items: old.items.map((each) => (each.id === id ? saved : each)) },
    );
    void queryClient.invalidateQueries({ queryKey: keys.figures(firm) });
  };
  const pausing = useMutation({
    mutationFn: () => api.call(routes.pauseInstallation, { params }),
    onSuccess: (saved) => {
      show(saved);
      tell.done(t('applications.done.paused', { name }));
    },
    onError: tell.failure,
  });
  const resuming = useMutation({
    mutationFn: () => api.call(routes.resumeInstallation, { params }),
    onSuccess: (saved) => {
      show(saved);
      tell.done(
        t(saved.state === 'stopped' ? 'applications.done.stillStopped' : 'applications.done.resumed', {
          name,
        }),
      );
    },
    onError: tell.failure,
  });
  const changing = useMutation({
    mutationFn: (change: Change) => api.call(routes.changeInstallation, { params, body: change }),
    onSuccess: (saved, change) => {
      show(saved);
      tell.done(
        t(change.name === undefined ? 'applications.done.versions' : 'applications.done.renamed', {
          name: saved.name,
        }),
      );
    },
  });
  /** One by e-mail has no credentials: its mail server is tried again. */
  const rechecking = useMutation({
    mutationFn: () => api.call(routes.renewCredentials, { params, body: { credentials: {} } }),
    onSuccess: (saved) => {
      show(saved);
      tell.done(t('applications.done.rechecked', { name }));
    },
    onError: tell.failure,
  });
  const removing = useMutation({
    mutationFn: (isConfirmed: boolean) =>
      api.call(routes.removeInstallation, { params, query: isConfirmed ? { isConfirmed: 'true' } : {} }),
    onSuccess: ({ cancelled }) => {
      void queryClient.invalidateQueries({ queryKey: keys.installations(firm) });
      tell.done(t('applications.done.removed', { name, count: cancelled }));
    },
  });
  return { pausing, resuming, changing, rechecking, removing };
}

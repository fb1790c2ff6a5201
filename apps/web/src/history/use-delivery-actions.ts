import { notifications } from '@mantine/notifications';
import { type ApiClient, type Delivery, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { staleByHint } from '../live/hint.ts';
import { setAside } from './set-aside-later.ts';

type Action = 'retryDelivery' | 'releaseDelivery';

/** Relancer, Envoyer quand même, Écarter: each says when it is done, and why when it is not. */
export function useDeliveryActions(delivery: Pick<Delivery, 'id'>) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const planned = useSyncExternalStore(setAside.watch, setAside.view);
  const refetch = () => {
    const stale = new Set(staleByHint.deliveries);
    return queryClient.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
  };
  const tellFailure = (error: unknown) => {
    const { sentence, reference } = describeProblem(error, language);
    notifications.show({
      color: 'rouge',
      message: reference ? `${sentence} ${t('general.reference', { reference })}` : sentence,
    });
  };
  const acting = useMutation({
    mutationFn: (action: Action): ReturnType<ApiClient['call']> =>
      api.call(routes[action], { params: { firm, delivery: delivery.id } }),
    onSuccess: async (_answer, action) => {
      await refetch();
      notifications.show({ message: t(action === 'retryDelivery' ? 'history.retried' : 'history.released') });
    },
    onError: tellFailure,
  });
  return {
    retry: () => acting.mutate('retryDelivery'),
    release: () => acting.mutate('releaseDelivery'),
    setAside: () =>
      setAside.plan(firm, delivery.id, (outcome) => {
        outcome.then(refetch, tellFailure);
      }),
    undoSetAside: () => setAside.undo(delivery.id),
    isSettingAside: planned.has(delivery.id),
    isActing: acting.isPending,
  };
}

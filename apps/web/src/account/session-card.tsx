import { Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import styles from './account.module.css';
import { SessionLine } from './session-line.tsx';

/** Where one is signed in; each session can be ended. */
export function SessionCard() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: keys.sessions,
    queryFn: ({ signal }) => api.call(routes.listSessions, { signal }),
    staleTime: 0,
  });
  const others = data?.items.filter(({ isCurrent }) => !isCurrent).length ?? 0;
  const ending = useMutation({
    mutationFn: () => api.call(routes.revokeOtherSessions),
    onSuccess: async ({ revoked }) => {
      await queryClient.invalidateQueries({ queryKey: keys.sessions });
      notifications.show({ message: t('account.sessions.ended', { count: revoked }) });
    },
  });
  return (
    <Card
      title={t('account.sessions.title')}
      help={t('account.sessions.help')}
      gesture={
        others > 1 && (
          <Button loading={ending.isPending} onClick={() => ending.mutate()}>
            {t('account.sessions.endOthers')}
          </Button>
        )
      }
    >
      {(error || ending.error) && (
        <div className={page.body}>
          <ProblemNote error={ending.error ?? error} onRetry={() => void refetch()} />
        </div>
      )}
      {!data && !error && (
        <div className={page.body}>
          <Skeleton height={40} />
        </div>
      )}
      {data && (
        <ul className={styles.sessions}>
          {data.items.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Card>
  );
}

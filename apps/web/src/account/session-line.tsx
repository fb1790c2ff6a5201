import { Badge, Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { routes, type Session } from '@navette/api';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import page from '../frame/page.module.css';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './account.module.css';

const telephones = new Set(['iPhone', 'iPad', 'Android']);

/** One browser that is signed in: which, where, since when. */
export function SessionLine({ session }: { session: Session }) {
  const { t } = useTranslation();
  const format = useFormat();
  const device = useDeviceName(session);
  const ending = useEndSession(session.id);
  const Icon = telephones.has(session.system ?? '') ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li className={styles.session}>
      <Icon size={20} aria-hidden />
      <div className={styles.about}>
        <div className={styles.device}>
          <b>{device}</b>
          {session.isCurrent && <Badge color="vert">{t('account.sessions.current')}</Badge>}
          {session.byProvider && <Badge color="gray">{t('account.sessions.byProvider')}</Badge>}
        </div>
        <p className={page.note}>
          {t('account.sessions.since', { at: format.dateTime(session.signedInAt) })}
          {' · '}
          {t('account.sessions.lastUsed', { at: format.dateTime(session.lastUsedAt) })}
          {session.address !== null && <span className={styles.address}>{` · ${session.address}`}</span>}
        </p>
      </div>
      {!session.isCurrent && (
        <Button
          aria-label={t('account.sessions.endThis', { device })}
          loading={ending.isPending}
          onClick={() => ending.mutate()}
        >
          {t('account.sessions.end')}
        </Button>
      )}
    </li>
  );
}

/** `Chrome sur Windows`, as far as it is known. */
function useDeviceName({ browser, system }: Session): string {
  const { t } = useTranslation();
  if (browser !== null && system !== null) return t('account.sessions.device', { browser, system });
  return browser ?? system ?? t('account.sessions.unknownDevice');
}

function useEndSession(session: string) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.call(routes.revokeSession, { params: { session } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.sessions }),
    onSuccess: () => notifications.show({ message: t('account.sessions.ended', { count: 1 }) }),
    onError: (error) => {
      notifications.show({ color: 'rouge', message: describeProblem(error, language).sentence });
    },
  });
}

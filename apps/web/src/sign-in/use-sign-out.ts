import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';
import { signOut } from './session.ts';

/** Ends the session, forgets what was fetched, and shows the sign-in page. */
export function useSignOut(): () => void {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useCallback(() => {
    void signOut()
      .then(async () => {
        await navigate({ to: '/connexion' });
        queryClient.clear();
      })
      .catch((error: unknown) => {
        notifications.show({
          color: 'rouge',
          title: t('frame.signOutFailed'),
          message: describeProblem(error, language).sentence,
        });
      });
  }, [t, language, queryClient, navigate]);
}

import { notifications } from '@mantine/notifications';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../api/problem-sentence.ts';
import { useLanguage } from '../language/language.ts';

/** Says what was done and what was not, in a corner of the page. */
export function useTell() {
  const { t } = useTranslation();
  const language = useLanguage();
  return useMemo(
    () => ({
      done: (message: string) => void notifications.show({ message }),
      failure: (error: unknown) => {
        const { sentence, reference } = describeProblem(error, language);
        notifications.show({
          color: 'rouge',
          autoClose: 10_000,
          message: reference ? `${sentence} ${t('general.reference', { reference })}` : sentence,
        });
      },
      /** Shows how far a long gesture is. @returns what updates it and what ends it */
      progress: (say: (done: number) => string) => {
        const id = notifications.show({
          loading: true,
          autoClose: false,
          withCloseButton: false,
          message: say(0),
        });
        return {
          update: (done: number) =>
            void notifications.update({ id, loading: true, autoClose: false, message: say(done) }),
          end: () => void notifications.hide(id),
        };
      },
    }),
    [t, language],
  );
}

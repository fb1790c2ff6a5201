import { notifications } from '@mantine/notifications';
import { routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { useTell } from '../documents/use-tell.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './added-note.module.css';
import { useGoTo } from './use-go-to.ts';

const readMs = 12_000;

/** Adds an application that asks for nothing, by its id, then says so with the next gesture. */
export function useAddAtOnce() {
  const { t } = useTranslation();
  const language = useLanguage();
  const firm = useFirmId();
  const tell = useTell();
  const goTo = useGoTo();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (application: string) =>
      api.call(routes.createInstallation, { params: { firm }, body: { application, credentials: {} } }),
    onSuccess: ({ id, name, reason }) => {
      void queryClient.invalidateQueries({ queryKey: keys.installations(firm) });
      void queryClient.invalidateQueries({ queryKey: keys.figures(firm) });
      const why = reason && (language === 'fr' ? typeset(reason.fr) : reason.en);
      notifications.show({
        id: `added-${id}`,
        autoClose: readMs,
        ...(why ? { color: 'ambre' } : {}),
        message: (
          <>
            {why
              ? t('applications.form.addedStopped', { name, reason: why })
              : t('applications.form.added', { name })}{' '}
            {/* Notifications stand outside the pages: what follows the link is taken from here. */}
            <a
              className={styles.link}
              href={`/cabinets/${firm}/applications/${id}/connecter`}
              onClick={(event) => {
                event.preventDefault();
                notifications.hide(`added-${id}`);
                goTo(`/${id}/connecter`);
              }}
            >
              {t('applications.form.connect')}
            </a>
          </>
        ),
      });
    },
    onError: tell.failure,
  });
}

import { Button } from '@mantine/core';
import type { Installation } from '@navette/api';
import { IconCircleCheck, IconPlugConnected } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './added-note.module.css';
import { useGoTo } from './use-go-to.ts';

interface AddedNoteProps {
  readonly installation: Installation;
  readonly onLater: () => void;
}

/** That an application was added, and the next gesture. */
export function AddedNote({ installation, onLater }: AddedNoteProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const goTo = useGoTo();
  const { id, name, reason } = installation;
  const why = reason && (language === 'fr' ? typeset(reason.fr) : reason.en);
  return (
    <div className={styles.note} role="status">
      <IconCircleCheck size={28} aria-hidden />
      <h2>
        {why
          ? t('applications.form.addedStopped', { name, reason: why })
          : t('applications.form.added', { name })}
      </h2>
      <p>{t('applications.form.next')}</p>
      <div className={styles.buttons}>
        <Button onClick={onLater}>{t('applications.form.later')}</Button>
        <Button
          data-autofocus
          variant="filled"
          leftSection={<IconPlugConnected size={16} aria-hidden />}
          onClick={() => goTo(`/${id}/connecter`)}
        >
          {t('applications.form.connect')}
        </Button>
      </div>
    </div>
  );
}

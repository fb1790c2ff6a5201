import type { Application } from '@navette/api';
import { IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import styles from './credentials-step.module.css';

/** What people should know of an application before they give it what it asks for. */
export function ApplicationNotes({ notes }: Pick<Application, 'notes'>) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (notes.length === 0) return null;
  return (
    <aside className={styles.notes} aria-label={t('applications.form.notes')}>
      <h3>
        <IconInfoCircle size={16} aria-hidden />
        {t('applications.form.notes')}
      </h3>
      {notes.map(({ fr, en }) => (
        <p key={fr}>{language === 'fr' ? typeset(fr) : en}</p>
      ))}
    </aside>
  );
}

import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from './not-found-page.module.css';
import { usePageTitle } from './use-page-title.ts';

/** A page that could not be shown: why, and a way to try again. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  usePageTitle(t('general.failedTitle'));
  return (
    <div className={styles.page}>
      <h1>{t('general.failedTitle')}</h1>
      <ProblemNote error={error} onRetry={reset} />
    </div>
  );
}

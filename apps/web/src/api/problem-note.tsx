import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import styles from './problem-note.module.css';
import { describeProblem } from './problem-sentence.ts';

/** What happened, what to do, a reference to quote, and a way to try again. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { sentence, reference } = describeProblem(error, useLanguage());
  return (
    <div className={styles.note} role="alert">
      <IconAlertCircle size={18} aria-hidden />
      <div>
        <p>{sentence}</p>
        {reference && <p className={styles.reference}>{t('general.reference', { reference })}</p>}
        {onRetry && (
          <Button mt={8} onClick={onRetry}>
            {t('general.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

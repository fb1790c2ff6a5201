import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from './not-found-page.module.css';

/** A page that could not be shown: why, and a way to try again. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  return (
    <div className={styles.page}>
      <ProblemNote error={error} onRetry={reset} />
    </div>
  );
}

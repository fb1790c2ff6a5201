import { Progress } from '@mantine/core';
import type { Job } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/use-format.ts';
import styles from './job-progress.module.css';

/** How far a job is: a bar, and the count of what has ended. */
export function JobProgress({ job, title }: { job: Job; title: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ended = job.done + job.failed + job.skipped;
  const count = t('jobs.progress', { done: format.number(ended), total: format.number(job.total) });
  return (
    <div className={styles.progress}>
      <p className={styles.line}>
        <b>{title}</b>
        <span role="status">{count}</span>
      </p>
      <Progress
        value={job.total === 0 ? 0 : (100 * ended) / job.total}
        size={8}
        radius="xl"
        aria-label={title}
        transitionDuration={200}
      />
      <p className={styles.leave}>{t('jobs.mayLeave')}</p>
    </div>
  );
}

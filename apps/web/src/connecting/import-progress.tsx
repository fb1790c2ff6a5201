import { Button } from '@mantine/core';
import type { Job } from '@navette/api';
import { useTranslation } from 'react-i18next';
import styles from '../client-import/import-side.module.css';
import { JobProgress } from '../jobs/job-progress.tsx';
import { useJobDecision } from '../jobs/use-job.ts';
import { useFormat } from '../language/use-format.ts';
import { useRemainingMs } from './remaining-time.ts';

/** How far the connecting is and how long it still takes; it can be stopped, and goes on when the page is left. */
export function ImportProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { cancelling } = useJobDecision(job.id);
  const remainingMs = useRemainingMs(job);
  return (
    <section className={styles.card}>
      <JobProgress job={job} title={t('connecting.underWay')} />
      {remainingMs !== null && remainingMs > 0 && (
        <p className={styles.lead}>
          {t('connecting.remaining', {
            duration: format.duration(Math.max(1_000, Math.round(remainingMs / 1_000) * 1_000)),
          })}
        </p>
      )}
      <p className={styles.stop}>
        <Button loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('jobs.stop')}
        </Button>
        <span>{t('jobs.stopHelp')}</span>
      </p>
    </section>
  );
}

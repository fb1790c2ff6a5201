import { Button } from '@mantine/core';
import type { Job } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '../jobs/job-progress.tsx';
import { useJobDecision } from '../jobs/use-job.ts';
import styles from './import-side.module.css';

/** How far the import is; it can be stopped, and goes on when the page is left. */
export function ImportProgress({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { cancelling } = useJobDecision(job.id);
  return (
    <section className={styles.card}>
      <JobProgress job={job} title={t('imports.underWay')} />
      <p className={styles.stop}>
        <Button loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('jobs.stop')}
        </Button>
        <span>{t('jobs.stopHelp')}</span>
      </p>
    </section>
  );
}

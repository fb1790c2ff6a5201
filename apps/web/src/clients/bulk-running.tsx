import { Button } from '@mantine/core';
import type { Job } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '../jobs/job-progress.tsx';
import styles from './bulk-dialog.module.css';
import type { Bulk } from './use-bulk.ts';

/** How far a gesture is; it can be stopped. */
export function BulkRunning({ bulk, job }: { bulk: Bulk; job: Job }) {
  const { t } = useTranslation();
  const { action, isUndo, cancelling } = bulk;
  if (action === null) return null;
  return (
    <div className={styles.step}>
      <JobProgress job={job} title={isUndo ? t('clients.bulk.undoing') : t('jobs.underWay')} />
      <div className={styles.actions}>
        <span className={styles.aside}>{t('jobs.stopHelp')}</span>
        <Button loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('jobs.stop')}
        </Button>
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import type { Job } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { Sentence, strong } from '../language/sentence.tsx';
import { useFormat } from '../language/use-format.ts';
import styles from './bulk-dialog.module.css';
import { LeftAside } from './bulk-left-aside.tsx';
import type { Bulk } from './use-bulk.ts';

interface BulkPreviewProps {
  readonly bulk: Bulk;
  readonly job: Job;
  readonly onClose: () => void;
}

/** How many clients a gesture will change, which it leaves aside and why. Nothing is changed yet. */
export function BulkPreview({ bulk, job, onClose }: BulkPreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { action, confirming } = bulk;
  const count = job.total - job.skipped - job.failed;
  if (action === null) return null;
  const shown = { count, replace: { count: strong(format.number(count)) } };
  return (
    <div className={styles.step}>
      <p>
        {count === 0 ? (
          t('clients.bulk.nothing')
        ) : (
          <Sentence>{t(`clients.bulk.${action}.preview`, shown)}</Sentence>
        )}{' '}
        {count > 0 && t(`clients.bulk.${action}.effect`)}
      </p>
      <LeftAside job={job} />
      <div className={styles.actions}>
        <Button onClick={onClose}>{count === 0 ? t('general.close') : t('general.cancel')}</Button>
        {count > 0 && (
          <Button
            variant="filled"
            data-autofocus
            loading={confirming.isPending}
            onClick={() => confirming.mutate()}
          >
            {t(`clients.bulk.${action}.confirm`, { count, replace: { count: format.number(count) } })}
          </Button>
        )}
      </div>
    </div>
  );
}

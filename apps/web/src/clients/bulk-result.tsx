import { Button } from '@mantine/core';
import type { Job } from '@navette/api';
import { IconArrowBackUp, IconCircleCheck, IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import { undoOf } from './bulk-actions.ts';
import styles from './bulk-dialog.module.css';
import { LeftAside } from './bulk-left-aside.tsx';
import type { Bulk } from './use-bulk.ts';

interface BulkResultProps {
  readonly bulk: Bulk;
  readonly job: Job;
  readonly onClose: () => void;
}

/** What became of a gesture, what it left aside and why, and the way back where there is one. */
export function BulkResult({ bulk, job, onClose }: BulkResultProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { action, body, isUndo, undoing } = bulk;
  if (action === null || !body) return null;
  const canUndo = !isUndo && job.done > 0 && undoOf(body, ['any']) !== null;
  const count = { count: job.done, replace: { count: format.number(job.done) } };
  return (
    <div className={styles.step}>
      <p className={styles.outcome} data-state={job.state} role="status">
        {job.state === 'done' ? (
          <IconCircleCheck size={18} aria-hidden />
        ) : (
          <IconPlayerStop size={18} aria-hidden />
        )}
        <span>
          {t(`clients.bulk.${body.action}.done`, count)}
          {job.state === 'cancelled' && ` ${t('clients.bulk.stopped')}`}
          {job.reason && ` ${language === 'fr' ? typeset(job.reason.fr) : job.reason.en}`}
        </span>
      </p>
      <LeftAside job={job} />
      <div className={styles.actions}>
        {canUndo && (
          <Button
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            loading={undoing.isPending}
            onClick={() => undoing.mutate()}
          >
            {t('clients.bulk.undo')}
          </Button>
        )}
        <Button variant="filled" data-autofocus onClick={onClose}>
          {t('general.close')}
        </Button>
      </div>
    </div>
  );
}

import { Button, Loader, Modal } from '@mantine/core';
import { IconCircleCheck, IconPlayerStop } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { isUnderWay } from '../jobs/use-job.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './backfill.module.css';
import { BackfillLeft } from './backfill-left.tsx';
import { BackfillPreview } from './backfill-preview.tsx';
import { counted } from './counted.ts';
import { type Backfill, type BackfillScope, useBackfill } from './use-backfill.ts';

interface BackfillDialogProps extends BackfillScope {
  readonly firm: string;
  readonly installationId: string;
  /** As the firm calls the application. */
  readonly applicationName: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Sends documents that were there before: how many and which, then their way into the queue, behind what arrives. */
export function BackfillDialog(props: BackfillDialogProps) {
  const { t } = useTranslation();
  const { isOpen, onClose } = props;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={760}
      title={t('rules.backfill.title')}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <Steps {...props} />
    </Modal>
  );
}

function Steps({ firm, installationId, applicationName, ruleIds, clientIds, onClose }: BackfillDialogProps) {
  const { t } = useTranslation();
  const scope = { ruleIds, clientIds };
  const backfill = useBackfill({ firm, installation: installationId }, scope);
  const { previewing, job, confirming, cancelling } = backfill;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog opens
  useEffect(() => previewing.mutate(), []);
  const error = previewing.error ?? confirming.error ?? cancelling.error;
  const leave = () => {
    // A preview that is left is cancelled, so that it does not linger.
    if (job?.state === 'preview') cancelling.mutate();
    onClose();
  };
  return (
    <div className={styles.step}>
      {error && <ProblemNote error={error} />}
      {!job && !error && (
        <p className={styles.wait} role="status">
          <Loader size={18} aria-hidden />
          {t('rules.backfill.preparing')}
        </p>
      )}
      {job?.state === 'preview' && (
        <BackfillPreview
          firm={firm}
          installationId={installationId}
          applicationName={applicationName}
          job={job}
          scope={scope}
          isConfirming={confirming.isPending}
          onConfirm={() => confirming.mutate()}
          onClose={leave}
        />
      )}
      {job && isUnderWay(job) && (
        <>
          <JobProgress job={job} title={t('rules.backfill.running')} />
          <div className={styles.actions}>
            <span className={styles.aside}>{t('jobs.stopHelp')}</span>
            <Button loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
              {t('jobs.stop')}
            </Button>
          </div>
        </>
      )}
      {job && !isUnderWay(job) && job.state !== 'preview' && (
        <Result backfill={backfill} firm={firm} onClose={onClose} />
      )}
    </div>
  );
}

function Result({
  backfill: { job },
  firm,
  onClose,
}: {
  readonly backfill: Backfill;
  readonly firm: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  if (!job) return null;
  return (
    <>
      <p className={styles.outcome} data-state={job.state} role="status">
        {job.state === 'done' ? (
          <IconCircleCheck size={18} aria-hidden />
        ) : (
          <IconPlayerStop size={18} aria-hidden />
        )}
        <span>
          {job.state === 'failed' && `${t('rules.backfill.failed')} `}
          {t('rules.backfill.done', counted(format, job.done))}{' '}
          {job.state === 'cancelled' && t('rules.backfill.stopped')}
          {job.reason && ` ${language === 'fr' ? typeset(job.reason.fr) : job.reason.en}`}
        </span>
      </p>
      <BackfillLeft job={job} />
      <div className={styles.actions}>
        {job.done > 0 && (
          <Link to="/cabinets/$firm/envois" params={{ firm }} search={{ etat: 'tous' }}>
            {t('rules.backfill.follow')}
          </Link>
        )}
        <Button variant="filled" data-autofocus onClick={onClose}>
          {t('general.close')}
        </Button>
      </div>
    </>
  );
}

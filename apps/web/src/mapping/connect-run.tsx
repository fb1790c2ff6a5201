import { Button } from '@mantine/core';
import type { Job } from '@navette/api';
import { IconCircleCheck, IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { JobProgress } from '../jobs/job-progress.tsx';
import { hasEnded, useJobDecision, useJobItems } from '../jobs/use-job.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './connect-run.module.css';

interface ConnectRunProps {
  readonly job: Job;
  readonly partner: string;
}

/** Connecting under way, and what became of it: how many, and which could not be, with why. */
export function ConnectRun({ job, partner }: ConnectRunProps) {
  const { t } = useTranslation();
  const { cancelling } = useJobDecision(job.id);
  if (hasEnded(job)) return <Outcome job={job} partner={partner} />;
  return (
    <section className={styles.run}>
      <JobProgress job={job} title={t('mapping.run.title', { partner })} />
      <div className={styles.gestures}>
        <span>{t('jobs.stopHelp')}</span>
        <Button loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('jobs.stop')}
        </Button>
      </div>
    </section>
  );
}

const shownFailures = 5;

function Outcome({ job, partner }: ConnectRunProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const counted = (count: number) => ({ count, replace: { count: format.number(count), partner } });
  const { items } = useJobItems(job.id, 'failed', job.failed > 0);
  const shown = items.slice(0, shownFailures);
  const Icon = job.state === 'done' ? IconCircleCheck : IconPlayerStop;
  return (
    <section className={styles.run} data-state={job.state}>
      <p className={styles.outcome} role="status">
        <Icon size={18} aria-hidden />
        <span>
          {job.done === 0 ? t('mapping.run.none') : t('mapping.run.done', counted(job.done))}
          {job.state === 'cancelled' && ` ${t('mapping.run.stopped')}`}
          {job.reason && ` ${language === 'fr' ? typeset(job.reason.fr) : job.reason.en}`}
          {job.failed > 0 && ` ${t('mapping.run.failed', counted(job.failed))}`}
        </span>
      </p>
      {shown.length > 0 && (
        <ul className={styles.failures}>
          {shown.map(({ row, payload, reason }) => (
            <li key={row}>
              <b>{String(payload.name ?? '')}</b>{' '}
              {reason && (language === 'fr' ? typeset(reason.fr) : reason.en)}
            </li>
          ))}
          {job.failed > shown.length && <li>{t('mapping.run.more', counted(job.failed - shown.length))}</li>}
        </ul>
      )}
    </section>
  );
}

import { Button, Loader, Modal, Select } from '@mantine/core';
import type { ConnectionFilter, Job, Rule } from '@navette/api';
import { IconCircleCheck, IconPlayerStop } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import styles from '../clients/bulk-dialog.module.css';
import { LeftAside } from '../clients/bulk-left-aside.tsx';
import { JobProgress } from '../jobs/job-progress.tsx';
import { hasEnded, isUnderWay } from '../jobs/use-job.ts';
import { useLanguage } from '../language/language.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import type { RowSelection } from '../table/use-selection.ts';
import type { ConnectedAction, ConnectedBulk } from './use-connected-bulk.ts';

interface ConnectedBulkDialogProps {
  readonly bulk: ConnectedBulk;
  readonly isOpen: boolean;
  /** The folders that clients are connected for one by one. */
  readonly rules: readonly Rule[];
  readonly selection: RowSelection<ConnectionFilter>;
  readonly onClose: () => void;
}

/** One gesture on many connections, step by step: which folder, what it will change, how far it is, what became of it. */
export function ConnectedBulkDialog(props: ConnectedBulkDialogProps) {
  const { bulk, isOpen, onClose } = props;
  const { t } = useTranslation();
  const { action } = bulk;
  return (
    <Modal
      opened={isOpen && action !== null}
      onClose={onClose}
      size={520}
      title={action && t(`connecting.connected.bulk.${action}.title`)}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      {action && <Step {...props} action={action} />}
    </Modal>
  );
}

type StepProps = ConnectedBulkDialogProps & { readonly action: ConnectedAction };

function Step({ bulk, rules, selection, action, onClose }: StepProps) {
  const { t } = useTranslation();
  const { job, previewing, confirming } = bulk;
  const error = previewing.error ?? confirming.error;
  if (job && (hasEnded(job) || error === null)) {
    if (job.state === 'preview') return <Preview bulk={bulk} job={job} action={action} onClose={onClose} />;
    if (isUnderWay(job)) return <Running bulk={bulk} job={job} />;
    return <Result job={job} action={action} onClose={onClose} />;
  }
  return (
    <div className={styles.step}>
      {action !== 'disconnect' ? (
        <FolderChoice
          rules={rules}
          count={selection.count ?? 0}
          isPending={previewing.isPending}
          onClose={onClose}
          onChoose={(ruleId) => previewing.mutate({ action, ruleId, selection: selection.request })}
        />
      ) : (
        error === null && (
          <p className={styles.wait} role="status">
            <Loader size={18} aria-hidden />
            {t('connecting.connected.bulk.preparing')}
          </p>
        )
      )}
      {error && <ProblemNote error={error} />}
    </div>
  );
}

interface FolderChoiceProps {
  readonly rules: readonly Rule[];
  readonly count: number;
  readonly isPending: boolean;
  readonly onChoose: (ruleId: string) => void;
  readonly onClose: () => void;
}

function FolderChoice({ rules, count, isPending, onChoose, onClose }: FolderChoiceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [ruleId, setRuleId] = useState<string | null>(rules.length === 1 ? (rules[0]?.id ?? null) : null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ruleId) onChoose(ruleId);
  };
  return (
    <form className={styles.step} onSubmit={submit}>
      <Select
        label={t('connecting.connected.bulk.choose')}
        data={rules.map(({ id, sourcePath }) => ({ value: id, label: sourcePath }))}
        value={ruleId}
        onChange={setRuleId}
        allowDeselect={false}
        data-autofocus
      />
      <div className={styles.actions}>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={isPending} disabled={ruleId === null}>
          {t('connecting.connected.bulk.check', { count, replace: { count: format.number(count) } })}
        </Button>
      </div>
    </form>
  );
}

interface JobStepProps {
  readonly job: Job;
  readonly action: ConnectedAction;
  readonly onClose: () => void;
}

/** How many it will change and how many deliveries go with that, which it leaves aside and why. Nothing is changed yet. */
function Preview({ bulk, job, action, onClose }: JobStepProps & { readonly bulk: ConnectedBulk }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { confirming } = bulk;
  const count = job.total - job.skipped - job.failed;
  const unsent = Number(job.params.unsent ?? 0);
  const shown = (number: number) => ({ count: number, replace: { count: strong(format.number(number)) } });
  return (
    <div className={styles.step}>
      <p>
        {count === 0 ? (
          t('connecting.connected.bulk.nothing')
        ) : (
          <>
            <Sentence>{t(`connecting.connected.bulk.${action}.preview`, shown(count))}</Sentence>{' '}
            {t(`connecting.connected.bulk.${action}.effect`)}
          </>
        )}
      </p>
      {unsent > 0 && count > 0 && (
        <p role="alert">
          <Sentence>{t('connecting.connected.bulk.unsent', shown(unsent))}</Sentence>
        </p>
      )}
      <LeftAside job={job} />
      <div className={styles.actions}>
        <Button onClick={onClose}>{count === 0 ? t('general.close') : t('general.cancel')}</Button>
        {count > 0 && (
          <Button
            variant="filled"
            {...(action === 'disconnect' ? { color: 'rouge' } : {})}
            data-autofocus
            loading={confirming.isPending}
            onClick={() => confirming.mutate()}
          >
            {t(`connecting.connected.bulk.${action}.confirm`, {
              count,
              replace: { count: format.number(count) },
            })}
          </Button>
        )}
      </div>
    </div>
  );
}

function Running({ bulk: { cancelling }, job }: { readonly bulk: ConnectedBulk; readonly job: Job }) {
  const { t } = useTranslation();
  return (
    <div className={styles.step}>
      <JobProgress job={job} title={t('jobs.underWay')} />
      <div className={styles.actions}>
        <span className={styles.aside}>{t('jobs.stopHelp')}</span>
        <Button loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('jobs.stop')}
        </Button>
      </div>
    </div>
  );
}

function Result({ job, action, onClose }: JobStepProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const shown = { count: job.done, replace: { count: format.number(job.done) } };
  return (
    <div className={styles.step}>
      <p className={styles.outcome} data-state={job.state} role="status">
        {job.state === 'done' ? (
          <IconCircleCheck size={18} aria-hidden />
        ) : (
          <IconPlayerStop size={18} aria-hidden />
        )}
        <span>
          {t(`connecting.connected.bulk.${action}.done`, shown)}
          {job.state === 'cancelled' && ` ${t('connecting.connected.bulk.stopped')}`}
          {job.reason && ` ${language === 'fr' ? typeset(job.reason.fr) : job.reason.en}`}
        </span>
      </p>
      <LeftAside job={job} />
      <div className={styles.actions}>
        <Button variant="filled" data-autofocus onClick={onClose}>
          {t('general.close')}
        </Button>
      </div>
    </div>
  );
}

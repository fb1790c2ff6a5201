import { Loader, Modal } from '@mantine/core';
import type { Attribute, ClientFilter } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from '../api/problem-note.tsx';
import { hasEnded, isUnderWay } from '../jobs/use-job.ts';
import type { RowSelection } from '../table/use-selection.ts';
import type { BulkChoice } from './bulk-actions.ts';
import { AttributeChoice, PeopleChoice } from './bulk-choice.tsx';
import styles from './bulk-dialog.module.css';
import { BulkPreview } from './bulk-preview.tsx';
import { BulkResult } from './bulk-result.tsx';
import { BulkRunning } from './bulk-running.tsx';
import type { Bulk } from './use-bulk.ts';

interface BulkDialogProps {
  readonly bulk: Bulk;
  readonly isOpen: boolean;
  readonly attributes: readonly Attribute[];
  readonly selection: RowSelection<ClientFilter>;
  readonly onClose: () => void;
}

/** One gesture on many clients, step by step: what to do, what it will change, how far it is, what became of it. */
export function BulkDialog({ bulk, isOpen, attributes, selection, onClose }: BulkDialogProps) {
  const { t } = useTranslation();
  const { action } = bulk;
  return (
    <Modal
      opened={isOpen && action !== null}
      onClose={onClose}
      size={520}
      title={action && t(`clients.bulk.${action}.title`)}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      {action && <Step bulk={bulk} attributes={attributes} selection={selection} onClose={onClose} />}
    </Modal>
  );
}

function Step({ bulk, attributes, selection, onClose }: Omit<BulkDialogProps, 'isOpen'>) {
  const { t } = useTranslation();
  const { action, job, previewing, confirming, undoing } = bulk;
  if (action === null) return null;
  const error = previewing.error ?? confirming.error ?? undoing.error;
  if (job && (hasEnded(job) || error === null)) {
    if (job.state === 'preview') return <BulkPreview bulk={bulk} job={job} onClose={onClose} />;
    if (isUnderWay(job)) return <BulkRunning bulk={bulk} job={job} />;
    return <BulkResult bulk={bulk} job={job} onClose={onClose} />;
  }
  const prepare = (choice: BulkChoice) =>
    previewing.mutate({ action, ...choice, selection: selection.request });
  const isPending = previewing.isPending;
  const common = { count: selection.count ?? 0, isPending, onPrepare: prepare, onClose };
  return (
    <div className={styles.step}>
      {action === 'assign' || action === 'unassign' ? (
        <PeopleChoice action={action} {...common} />
      ) : action === 'set_attribute' ? (
        <AttributeChoice attributes={attributes} {...common} />
      ) : (
        error === null && (
          <p className={styles.wait} role="status">
            <Loader size={18} aria-hidden />
            {t('clients.bulk.preparing')}
          </p>
        )
      )}
      {error && <ProblemNote error={error} />}
    </div>
  );
}

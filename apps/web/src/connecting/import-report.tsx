import { Button } from '@mantine/core';
import { type ConnectionImport, routes } from '@navette/api';
import {
  IconAlertCircle,
  IconCircleCheck,
  IconEqual,
  IconFolderPlus,
  IconPencil,
  IconPlayerStop,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import styles from '../client-import/import-side.module.css';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';

/** The file as it came, each row with what became of it; or the rows to correct alone, which can be imported again. */
export function reportAddress(firm: string, installation: string, job: string, only?: 'error'): string {
  return api.address(routes.reportConnectionImport, {
    params: { firm, installation, job },
    query: { format: 'xlsx', ...(only ? { only } : {}) },
  });
}

/** What became of an import, in figures, and its file. */
export function ImportReport({ read, installation }: { read: ConnectionImport; installation: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const firm = useFirmId();
  const { job } = read;
  // Once all that was planned is written, the plan tells one thing from the other.
  const isWhole = job.done === read.connect + read.change + read.extend;
  const notReached = Math.max(0, job.total - job.done - job.failed - job.skipped);
  const counts = [
    {
      key: 'connected',
      count: isWhole ? read.connect : 0,
      icon: <IconCircleCheck size={16} color="var(--ok)" aria-hidden />,
    },
    { key: 'changed', count: isWhole ? read.change : 0, icon: <IconPencil size={16} aria-hidden /> },
    { key: 'extendedRows', count: isWhole ? read.extend : 0, icon: <IconFolderPlus size={16} aria-hidden /> },
    {
      key: 'written',
      count: isWhole ? 0 : job.done,
      icon: <IconCircleCheck size={16} color="var(--ok)" aria-hidden />,
    },
    { key: 'unchanged', count: read.unchanged, icon: <IconEqual size={16} aria-hidden /> },
    { key: 'errors', count: job.failed, icon: <IconAlertCircle size={16} color="var(--ko)" aria-hidden /> },
    { key: 'notReached', count: notReached, icon: <IconPlayerStop size={16} aria-hidden /> },
  ] as const;
  return (
    <section className={styles.card}>
      <h2>
        {t(
          `connecting.report.${job.state === 'done' ? 'done' : job.state === 'failed' ? 'failed' : 'cancelled'}`,
        )}
      </h2>
      {job.reason && <p>{language === 'fr' ? typeset(job.reason.fr) : job.reason.en}</p>}
      <ul className={styles.counts}>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ key, count, icon }) => (
            <li key={key}>
              {icon}
              {t(`connecting.report.${key}`)}
              <b>{format.number(count)}</b>
            </li>
          ))}
      </ul>
      <div className={styles.gestures}>
        <Button component="a" href={reportAddress(firm, installation, job.id)} download>
          {t('connecting.report.download')}
        </Button>
        {job.failed > 0 && (
          <Button component="a" href={reportAddress(firm, installation, job.id, 'error')} download>
            {t('connecting.report.corrections')}
          </Button>
        )}
      </div>
    </section>
  );
}

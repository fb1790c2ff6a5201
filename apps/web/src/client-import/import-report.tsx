import { Button } from '@mantine/core';
import { type ClientImport, routes } from '@navette/api';
import { IconAlertCircle, IconCircleCheck, IconEqual, IconPencil, IconPlayerStop } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './import-side.module.css';

/** The file as it came, each row with what became of it: who corrects it there may import it again. */
export function reportAddress(firm: string, job: string): string {
  return api.address(routes.reportImport, { params: { firm, job }, query: { format: 'xlsx' } });
}

/** What became of the import, in figures, and where to go from here. */
export function ImportReport({ read }: { read: ClientImport }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const firm = useFirmId();
  const { job } = read;
  const notReached = Math.max(0, job.total - job.done - job.failed - job.skipped);
  // Once all that was planned is written, the plan tells created from changed.
  const isWhole = job.done === read.create + read.update;
  const counts = [
    {
      key: 'created',
      count: isWhole ? read.create : 0,
      icon: <IconCircleCheck size={16} color="var(--ok)" aria-hidden />,
    },
    { key: 'updated', count: isWhole ? read.update : 0, icon: <IconPencil size={16} aria-hidden /> },
    {
      key: 'written',
      count: isWhole ? 0 : job.done,
      icon: <IconCircleCheck size={16} color="var(--ok)" aria-hidden />,
    },
    { key: 'unchanged', count: read.unchanged, icon: <IconEqual size={16} aria-hidden /> },
    {
      key: 'refused',
      count: job.failed,
      icon: <IconAlertCircle size={16} color="var(--ko)" aria-hidden />,
    },
    { key: 'notReached', count: notReached, icon: <IconPlayerStop size={16} aria-hidden /> },
  ] as const;
  return (
    <section className={styles.card}>
      <h2>
        {t(
          `imports.report.${job.state === 'done' ? 'done' : job.state === 'failed' ? 'failed' : 'cancelled'}`,
        )}
      </h2>
      {job.reason && <p>{language === 'fr' ? typeset(job.reason.fr) : job.reason.en}</p>}
      <ul className={styles.counts}>
        {counts
          .filter(({ count }) => count > 0)
          .map(({ key, count, icon }) => (
            <li key={key}>
              {icon}
              {t(`imports.report.${key}`)}
              <b>{format.number(count)}</b>
            </li>
          ))}
      </ul>
      <div className={styles.gestures}>
        <Button
          variant="filled"
          renderRoot={(props) => <Link to="/cabinets/$firm/dossiers" params={{ firm }} {...props} />}
        >
          {t('imports.report.toClients')}
        </Button>
        <Button component="a" href={reportAddress(firm, job.id)} download>
          {t('imports.report.download')}
        </Button>
        <Button
          renderRoot={(props) => (
            <Link to="/cabinets/$firm/dossiers/importer" params={{ firm }} search={{}} {...props} />
          )}
        >
          {t('imports.report.again')}
        </Button>
      </div>
    </section>
  );
}

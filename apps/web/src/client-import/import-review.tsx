import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import { useAttributes } from '../attributes/use-attributes.ts';
import { hasEnded, isUnderWay } from '../jobs/use-job.ts';
import { ImportColumns } from './import-columns.tsx';
import { ImportFoot } from './import-foot.tsx';
import styles from './import-page.module.css';
import { ImportProgress } from './import-progress.tsx';
import { ImportReport } from './import-report.tsx';
import { ImportRows } from './import-rows.tsx';
import { ImportSteps } from './import-steps.tsx';
import { useChangeImport, useImport } from './use-import.ts';

/** One import: its rows and columns before it is confirmed, how far it is, what became of it. */
export function ImportReview({ id }: { id: string }) {
  const { t } = useTranslation();
  const found = useImport(id);
  const firm = useFirmId();
  const attributes = useAttributes(firm);
  const change = useChangeImport(id);
  const read = found.data;
  if (found.error && !read) {
    return (
      <div className={styles.problem}>
        <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
        <p className={styles.another}>
          <Link to="/cabinets/$firm/dossiers/importer" params={{ firm }} search={{}}>
            {t('imports.report.again')}
          </Link>
        </p>
      </div>
    );
  }
  if (!read || !attributes.data) {
    return (
      <div className={styles.loading} aria-busy="true">
        <Skeleton height={24} width={420} maw="100%" radius="sm" />
        <Skeleton height={360} mt={16} radius="lg" />
      </div>
    );
  }
  const isOver = hasEnded(read.job);
  return (
    <>
      <ImportSteps current={isOver ? 'report' : 'check'} aside={read.fileName} />
      <div className={styles.work}>
        <ImportRows read={read} isComputing={change.isPending} />
        <aside className={styles.side} aria-label={t('imports.side')}>
          {isOver && <ImportReport read={read} />}
          {isUnderWay(read.job) && <ImportProgress job={read.job} />}
          <ImportColumns read={read} attributes={attributes.data} change={change} />
        </aside>
      </div>
      {read.job.state === 'preview' && <ImportFoot read={read} isComputing={change.isPending} />}
    </>
  );
}

import { Button, Skeleton } from '@mantine/core';
import type { ConnectionImport, Installation, Rule } from '@navette/api';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../client-import/import-page.module.css';
import { hasEnded, isUnderWay, useJobDecision } from '../jobs/use-job.ts';
import { useFormat } from '../language/use-format.ts';
import { ConnectingFoot } from './connecting-foot.tsx';
import { ImportColumns } from './import-columns.tsx';
import { ImportProgress } from './import-progress.tsx';
import { reportAddress } from './import-report.tsx';
import { ImportRows } from './import-rows.tsx';
import { useConnectionImport } from './use-connection-import.ts';

const route = '/cabinets/$firm/applications/$installation/connecter';

interface ImportReviewProps {
  readonly id: string;
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  /** None where keys alone are changed. */
  readonly rule: Rule | undefined;
}

/** One import before it is confirmed, and how far it is then; once it has ended, the report is next. */
export function ImportReview({ id, installation, rules, rule }: ImportReviewProps) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: route });
  const found = useConnectionImport(installation.id, id);
  const read = found.data;
  const isOver = read !== undefined && hasEnded(read.job) && read.job.confirmedAt !== null;
  useEffect(() => {
    if (isOver)
      void navigate({ replace: true, search: (before) => ({ ...before, etape: 'compte-rendu' as const }) });
  }, [isOver, navigate]);
  const leave = () => void navigate({ search: ({ import: _, lignes: __, ...others }) => others });
  if (found.error && !read) {
    return (
      <>
        <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
        <ConnectingFoot>
          <Button onClick={leave}>{t('connecting.foot.other')}</Button>
        </ConnectingFoot>
      </>
    );
  }
  if (!read) {
    return (
      <div className={page.loading} aria-busy="true">
        <Skeleton height={360} radius="lg" />
      </div>
    );
  }
  return (
    <>
      <div className={page.work}>
        <ImportRows read={read} installation={installation} rules={rules} rule={rule} />
        <aside className={page.side} aria-label={t('connecting.side')}>
          {isUnderWay(read.job) && <ImportProgress job={read.job} />}
          <ImportColumns read={read} installation={installation} />
        </aside>
      </div>
      {read.job.state === 'preview' ? (
        <ReviewFoot read={read} installation={installation.id} onLeave={leave} />
      ) : (
        <ConnectingFoot note={t('jobs.mayLeave')}>
          {hasEnded(read.job) && <Button onClick={leave}>{t('connecting.foot.other')}</Button>}
        </ConnectingFoot>
      )}
    </>
  );
}

interface ReviewFootProps {
  readonly read: ConnectionImport;
  readonly installation: string;
  readonly onLeave: () => void;
}

/** What will be written and what will not, and the button that writes it: until then nothing is. */
function ReviewFoot({ read, installation, onLeave }: ReviewFootProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const format = useFormat();
  const { confirming, cancelling } = useJobDecision(read.job.id);
  const count = read.connect + read.change + read.extend;
  const shown = (number: number) => ({ count: number, replace: { count: format.number(number) } });
  const error = confirming.error ?? cancelling.error;
  return (
    <ConnectingFoot
      problem={error && <ProblemNote error={error} />}
      note={
        read.errors > 0 ? (
          <>
            {t('connecting.foot.errors', shown(read.errors))}{' '}
            <a href={reportAddress(firm, installation, read.job.id, 'error')} download>
              {t('connecting.foot.corrections', shown(read.errors))}
            </a>
          </>
        ) : (
          t('connecting.foot.nothingYet')
        )
      }
    >
      <Button
        loading={cancelling.isPending}
        onClick={() => cancelling.mutate(undefined, { onSuccess: onLeave })}
      >
        {t('connecting.foot.other')}
      </Button>
      <Button
        variant="filled"
        disabled={count === 0}
        loading={confirming.isPending}
        onClick={() => confirming.mutate()}
      >
        {count === 0 ? t('connecting.foot.nothing') : t('connecting.foot.connect', shown(count))}
      </Button>
    </ConnectingFoot>
  );
}

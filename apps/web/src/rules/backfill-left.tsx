import { Button } from '@mantine/core';
import type { Job, JobItem } from '@navette/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useJobItems } from '../jobs/use-job.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './backfill.module.css';
import { documentOf, whyLeft } from './backfill-item.ts';
import { counted } from './counted.ts';

/** The documents that a back-fill left where they are, each with its reason. */
export function BackfillLeft({ job }: { job: Job }) {
  return (
    <>
      <Group job={job} state="failed" count={job.failed} />
      <Group job={job} state="skipped" count={job.skipped} />
    </>
  );
}

function Group({ job, state, count }: { job: Job; state: 'failed' | 'skipped'; count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { query, items } = useJobItems(job.id, state, isOpen && count > 0);
  if (count === 0) return null;
  return (
    <details className={styles.left} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('rules.backfill.leftAside', counted(format, count))}</summary>
      <ul aria-busy={query.isPending}>
        {items.map((item) => (
          <li key={item.row}>
            <span>{documentOf(item).name}</span>
            <span>{documentOf(item).clientName}</span>
            <Why item={item} />
          </li>
        ))}
        {query.hasNextPage && (
          <li>
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t('general.loadMore')}
            </Button>
          </li>
        )}
      </ul>
    </details>
  );
}

function Why({ item }: { item: JobItem }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const why = whyLeft(item);
  const { reason } = item;
  if (reason) return <span>{language === 'fr' ? typeset(reason.fr) : reason.en}</span>;
  return <span>{why && t(`rules.backfill.why.${why}`)}</span>;
}

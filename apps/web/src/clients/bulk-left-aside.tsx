import { Button } from '@mantine/core';
import type { Job, JobItem } from '@navette/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useJobItems } from '../jobs/use-job.ts';
import { useLanguage } from '../language/language.ts';
import { useFormat } from '../language/use-format.ts';
import styles from './bulk-dialog.module.css';
import { clientNameOf, reasonWords } from './bulk-items.ts';

/** The clients that a gesture does not change, each with its reason. */
export function LeftAside({ job }: { job: Job }) {
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
      <summary>{t(`clients.bulk.${state}`, { count, replace: { count: format.number(count) } })}</summary>
      <ul className={styles.list} aria-busy={query.isPending}>
        {items.map((item) => (
          <li key={item.row}>
            <span className="cut" title={clientNameOf(item)}>
              {clientNameOf(item)}
            </span>
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
  return <span>{reasonWords(item, useLanguage()) ?? t('clients.bulk.alreadySo')}</span>;
}

import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './more-rows.module.css';
import { scrollParentOf } from './scroll-parent.ts';
import type { PagedRows } from './use-paged-rows.ts';

interface MoreRowsProps {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** The end of a page: the next one comes by itself when the end is in sight, or by the button. */
export function MoreRows({ hasMore, isLoading, onMore }: MoreRowsProps) {
  const { t } = useTranslation();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element || !hasMore || isLoading) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), {
      root: scrollParentOf(element),
      rootMargin: '600px',
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [hasMore, isLoading, onMore]);
  if (!hasMore) return null;
  return (
    <div ref={end} className={styles.more}>
      <Button onClick={onMore} loading={isLoading} loaderProps={{ 'aria-label': t('general.loadingMore') }}>
        {t('general.loadMore')}
      </Button>
    </div>
  );
}

/** The same, of a list read page after page; nothing when it has come to its end. */
export function moreOf({ query }: PagedRows<unknown>) {
  return (
    query.hasNextPage && (
      <MoreRows hasMore isLoading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
    )
  );
}

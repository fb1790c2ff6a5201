import type { ReactNode } from 'react';
import { ProblemNote } from '../api/problem-note.tsx';
import type { PagedRows } from './use-paged-rows.ts';

interface ListCardProps {
  readonly list: PagedRows<unknown>;
  readonly className: string | undefined;
  /** What stands there when it has no row. */
  readonly none: ReactNode;
  /** Its table. */
  readonly children: ReactNode;
}

/** A list that comes page by page: its table, that it has no row, or why it did not come. */
export function ListCard({ list: { query, rows }, className, none, children }: ListCardProps) {
  if (query.error && rows.length === 0)
    return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className={className} data-stale={query.isPlaceholderData}>
      {query.isPending || rows.length > 0 ? children : none}
    </div>
  );
}

import type { ConnectionImport } from '@navette/api';
import type { ConnectionRow } from './use-connection-import.ts';

type Column = ConnectionImport['columns'][number];

/** Which cells of a row keep it from being connected: that of the client, that of the key. */
export function wrongCells(
  row: ConnectionRow,
  columns: readonly Column[],
): { client: boolean; key: boolean } {
  const targets = row.problems
    .filter(({ column, isError }) => column !== null && isError)
    .map(({ column }) => columns.find(({ header }) => header === column)?.target);
  return {
    client: targets.some((target) => target === 'client' || target?.startsWith('attribute:')),
    key: targets.includes('key'),
  };
}

export type RowTone = 'ok' | 'done' | 'nt' | 'ko' | 'quiet';

/** What a row is, in one word for its icon: in error, to be looked at, ready, done, or none of the application's business. */
export function toneOf({ state, change, outcome }: ConnectionRow, isApplied: boolean): RowTone {
  if (state === 'error' || outcome === 'failed') return 'ko';
  if (isApplied && outcome === 'done') return 'done';
  if (change === 'unchanged' || outcome === 'skipped') return 'quiet';
  return state === 'warning' ? 'nt' : 'ok';
}

/** What the cell of the key holds: the key as it would be kept, or what was read where that is none. */
export function keyOf(row: ConnectionRow, columns: readonly Column[]): string {
  if (row.key !== '') return row.key;
  const header = columns.find(({ target }) => target === 'key')?.header;
  return row.problems.find(({ column }) => column === header)?.given ?? '';
}

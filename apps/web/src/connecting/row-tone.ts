import type { ConnectionImport } from '@navette/api';
import type { ConnectionRow } from './use-connection-import.ts';

type Column = ConnectionImport['columns'][number];

/** Which cells of a row something is wrong with: that of the client, that of the key. */
export function wrongCells(
  row: ConnectionRow,
  columns: readonly Column[],
): { client: boolean; key: boolean } {
  const targets = row.problems
    .filter(({ column }) => column !== null)
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

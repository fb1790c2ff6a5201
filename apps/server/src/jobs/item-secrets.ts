/** Secrets that items of jobs hold until they are applied: sealed, each for its row. */

import type { FirmTransaction } from '../database/tenancy.ts';
import type { Keys } from '../keys/keys.ts';

/** Where the secret of an item is sealed. */
export function secretPlace(jobId: string, row: number): string {
  return `job_items/${jobId}/${row}/sealed`;
}

/** Items as they were frozen, with their secrets in clear. */
export async function openSecrets<Item extends { readonly row: number; readonly sealed: Uint8Array | null }>(
  keys: Keys,
  trx: FirmTransaction,
  { firmId, jobId }: { readonly firmId: string; readonly jobId: string },
  items: readonly Item[],
): Promise<(Omit<Item, 'sealed'> & { readonly secret: string | null })[]> {
  const closed = items.flatMap(({ row, sealed }) =>
    sealed === null ? [] : [{ row, place: secretPlace(jobId, row), sealed }],
  );
  const opened = await keys.unsealEachForFirm(trx, firmId, closed);
  const byRow = new Map(closed.map(({ row }, index) => [row, opened[index] ?? null]));
  return items.map(({ sealed: _, ...item }) => ({ ...item, secret: byRow.get(item.row) ?? null }));
}

/** Forgets the secrets of a job that ended before all its items did. */
export async function forgetSecrets(trx: FirmTransaction, firmId: string, jobId: string): Promise<void> {
  await trx
    .updateTable('job_items')
    .set({ sealed: null })
    .where('firm_id', '=', firmId)
    .where('job_id', '=', jobId)
    .where('sealed', 'is not', null)
    .execute();
}

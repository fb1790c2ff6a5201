import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';

/**
 * Unlinks the bytes that nothing refers to any more, of every firm. Each under its row's lock, looked at again: an upload that had
 * them in hand when they were given up keeps them. Calling it again, or from two processes, is safe.
 */
export async function collectBlobs(platform: Platform, signal: AbortSignal): Promise<void> {
  const { rows } = await platform.database.queue.query<{ firmId: string }>(
    `select distinct firm_id as "firmId" from blobs where state = 'deleting'`,
  );
  for (const { firmId } of rows) {
    let left = true;
    while (left && !signal.aborted)
      left = await inFirm(platform.database.app, firmId, (trx) => collectOne(platform, trx, firmId));
  }
}

/** @returns whether there was one */
async function collectOne(platform: Platform, trx: Transaction<Schema>, firmId: string): Promise<boolean> {
  const blob = await trx
    .selectFrom('blobs')
    .select('sha256')
    .where('firm_id', '=', firmId)
    .where('state', '=', 'deleting')
    .orderBy('sha256')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!blob) return false;
  const row = (table: 'versions' | 'blobs') =>
    trx.selectFrom(table).select('sha256').where('firm_id', '=', firmId).where('sha256', '=', blob.sha256);
  if (await row('versions').executeTakeFirst()) {
    await trx
      .updateTable('blobs')
      .set({ state: 'stored' })
      .where('firm_id', '=', firmId)
      .where('sha256', '=', blob.sha256)
      .execute();
    return true;
  }
  await platform.blobs.remove(firmId, blob.sha256);
  await trx.deleteFrom('blobs').where('firm_id', '=', firmId).where('sha256', '=', blob.sha256).execute();
  return true;
}

import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { createUploadFiles } from './upload-files.ts';
import { uploadRoot } from './upload-root.ts';
import { selectKnown } from './upload-rows.ts';

/** A file without a row was left by a process that died between the two. */
const strayMs = 172_800_000;

/** Forgets uploads that nobody went on with for a day, and removes their bytes. Safe to call again and from two processes. */
export async function expireUploads(platform: Platform, signal: AbortSignal): Promise<void> {
  const files = createUploadFiles(uploadRoot(platform.settings), 0);
  const now = platform.clock().toISOString();
  const { rows } = await platform.database.queue.query<{ firmId: string }>(
    `select distinct firm_id as "firmId" from uploads where expires_at <= $1`,
    [now],
  );
  for (const { firmId } of rows) {
    if (signal.aborted) return;
    const over = await inFirm(platform.database.app, firmId, (trx) =>
      trx
        .deleteFrom('uploads')
        .where('firm_id', '=', firmId)
        .where('expires_at', '<=', now)
        .returning('id')
        .execute(),
    );
    for (const { id } of over) await files.remove(firmId, id);
  }
  const old = Map.groupBy(await files.listOlderThan(strayMs), ({ firmId }) => firmId);
  for (const [firmId, strays] of old) {
    if (signal.aborted) return;
    const ids = strays.map(({ id }) => id);
    const known = await selectKnown(platform, firmId, ids);
    for (const id of ids) if (!known.has(id)) await files.remove(firmId, id);
  }
}

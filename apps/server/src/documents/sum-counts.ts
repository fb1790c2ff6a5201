import { sql } from 'kysely';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';

/**
 * Makes one row of the many that triggers added for a folder. What is read meanwhile is the same sum, and two processes that do it
 * at once share the rows between them.
 */
export async function sumFolderCounts(platform: Platform, signal: AbortSignal): Promise<void> {
  const { rows } = await platform.database.queue.query<{ id: string }>(`select id from firms order by id`);
  for (const { id } of rows) {
    if (signal.aborted) return;
    await inFirm(platform.database.app, id, (trx) =>
      sql`
        with taken as (
          delete from folder_counts
          where firm_id = ${id}::uuid and folder_id in (
            select folder_id from folder_counts where firm_id = ${id}::uuid group by folder_id having count(*) > 1)
          returning folder_id, documents
        )
        insert into folder_counts (firm_id, folder_id, documents)
        select ${id}::uuid, folder_id, sum(documents) from taken group by folder_id`.execute(trx),
    );
  }
}

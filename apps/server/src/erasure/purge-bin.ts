import { sql } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { collectTask } from './erasure-tasks.ts';

const dayMs = 86_400_000;
const entriesAtOnce = 100;

/**
 * Erases what has been in the bins longer than each firm keeps it; firms that keep it for ever are left alone. What is still with a
 * partner waits for the next time. Safe to call again and from two processes.
 */
export async function purgeBins(platform: Platform, signal: AbortSignal): Promise<void> {
  const { rows } = await platform.database.queue.query<{ firmId: string; binDays: number }>(
    `select id as "firmId", bin_days as "binDays" from firms where bin_days is not null and state = 'active'`,
  );
  for (const { firmId, binDays } of rows) {
    let after = '';
    while (after !== null && !signal.aborted) {
      const next = await purgeSome(platform, firmId, binDays, after);
      if (next === null) break;
      after = next;
    }
  }
}

/** @returns the id of the last entry looked at, `null` when there was none */
async function purgeSome(
  platform: Platform,
  firmId: string,
  binDays: number,
  after: string,
): Promise<string | null> {
  const at = platform.clock();
  const before = new Date(at.getTime() - binDays * dayMs).toISOString();
  return inFirm(platform.database.app, firmId, async (trx) => {
    const entries = await trx
      .selectFrom('bin_entries')
      .select(['id', 'documents'])
      .where('firm_id', '=', firmId)
      .where('deleted_at', '<', before)
      .$if(after !== '', (query) => query.where('id', '>', after))
      .orderBy('id')
      .limit(entriesAtOnce)
      .forUpdate()
      .skipLocked()
      .execute();
    let documents = 0;
    for (const entry of entries) {
      const inEntry = await trx
        .selectFrom('documents')
        .select('id')
        .where('firm_id', '=', firmId)
        .where('bin_entry_id', '=', entry.id)
        .execute();
      const ids = inEntry.map(({ id }) => id);
      if (await isWithPartner(trx, firmId, ids)) continue;
      await sql`select erase_documents(${ids}::uuid[], ${at.toISOString()}::timestamptz)`.execute(trx);
      await sql`select erase_folders(array(
        select id from folders where firm_id = ${firmId} and bin_entry_id = ${entry.id}))`.execute(trx);
      documents += ids.length;
    }
    if (documents > 0) {
      await recordAudit(
        platform,
        trx,
        { firmId, system: true },
        {
          action: 'bin.purged',
          subjectKind: 'firm',
          subjectId: firmId,
          subjectName: null,
          details: { documents, days: binDays },
        },
      );
      await platform.jobs.add(trx, collectTask, { firmId }, { oncePerTransaction: true });
    }
    return entries.at(-1)?.id ?? null;
  });
}

async function isWithPartner(
  trx: Parameters<Parameters<typeof inFirm>[2]>[0],
  firmId: string,
  documentIds: readonly string[],
): Promise<boolean> {
  if (documentIds.length === 0) return false;
  const found = await trx
    .selectFrom('deliveries')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('document_id', 'in', documentIds)
    .where('state', 'in', ['sending', 'unknown', 'accepted'])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

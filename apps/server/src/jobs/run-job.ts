/** Applies bulk jobs, chunk by chunk. */
import { NavetteError } from '@navette/model';
import { sql } from 'kysely';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { isDatabaseAway } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import type { BulkKind, ItemOutcome } from './bulk-job.ts';
import { loadCreator } from './load-creator.ts';

/** A chunk ends at whichever comes first: progress shows, and a cancellation does not wait long. */
const chunk = { items: 50, ms: 2_000 };

/**
 * Applies what is left of a confirmed job, until its end, its cancellation or `signal`; called again, it goes on where it
 * stopped, and a job that ended is left alone. Two calls at once take turns.
 * @throws when `signal` fires or the database goes away, with work left
 */
export async function runJob(
  platform: Platform,
  kinds: readonly BulkKind[],
  { firmId, jobId }: { readonly firmId: string; readonly jobId: string },
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const isGoingOn = await inFirm(platform.database.app, firmId, (trx) =>
      runChunk({ platform, trx, kinds, firmId, jobId, signal }),
    );
    platform.live.publish(firmId, 'jobs');
    if (!isGoingOn) return;
  }
}

interface Chunk {
  readonly platform: Platform;
  readonly trx: FirmTransaction;
  readonly kinds: readonly BulkKind[];
  readonly firmId: string;
  readonly jobId: string;
  readonly signal: AbortSignal;
}

/** @returns whether the job goes on */
async function runChunk(work: Chunk): Promise<boolean> {
  const { platform, trx, firmId, jobId, kinds } = work;
  // The lock makes two workers take turns, and a cancellation wait for the end of the chunk.
  const job = await trx
    .selectFrom('jobs')
    .select(['kind', 'state', 'created_by', 'params', 'done', 'failed'])
    .where('firm_id', '=', firmId)
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst();
  if (job?.state !== 'waiting' && job?.state !== 'running') return false;
  const kind = kinds.find((each) => each.kind === job.kind);
  // Another version of the product made it; one of that version may come back.
  if (!kind) throw new Error(`No bulk job is named ${job.kind}`);
  const caller = await requireCreator(work, kind, job);
  if (caller === null) return false;
  const items = await loadPending(trx, firmId, jobId);
  if (items.length === 0) {
    const result = await kind.finish?.(platform, trx, caller, { jobId, ...job });
    await end(work, { state: 'done', result: result === undefined ? null : JSON.stringify(result) });
    return false;
  }
  const ended = { done: 0, failed: 0, skipped: 0 };
  const startedAt = performance.now();
  for (const item of items) {
    ended[await applyItem(work, kind, caller, { ...item, params: job.params, jobId })] += 1;
    if (work.signal.aborted || performance.now() - startedAt > chunk.ms) break;
  }
  await trx
    .updateTable('jobs')
    .set(({ eb }) => ({
      state: 'running',
      done: eb('done', '+', ended.done),
      failed: eb('failed', '+', ended.failed),
      skipped: eb('skipped', '+', ended.skipped),
    }))
    .where('firm_id', '=', firmId)
    .where('id', '=', jobId)
    .execute();
  return true;
}

/** The person who made the job, with his rights of now. @returns `null` once the job has ended for lack of them */
async function requireCreator(
  work: Chunk,
  kind: BulkKind,
  job: { readonly created_by: string; readonly params: Readonly<Record<string, unknown>> },
): Promise<FirmCaller | null> {
  const { platform, trx, firmId } = work;
  try {
    const caller = await loadCreator(trx, firmId, job.created_by);
    await kind.requireRights(platform, trx, caller, job.params);
    return caller;
  } catch (error) {
    if (!(error instanceof NavetteError)) throw error;
    await end(work, { state: 'failed', code: error.code });
    return null;
  }
}

async function end(
  { platform, trx, firmId, jobId }: Chunk,
  how: { state: 'done'; result: string | null } | { state: 'failed'; code: NavetteError['code'] },
): Promise<void> {
  await trx
    .updateTable('jobs')
    .set({ ...how, ended_at: platform.clock().toISOString() })
    .where('firm_id', '=', firmId)
    .where('id', '=', jobId)
    .execute();
}

function loadPending(trx: FirmTransaction, firmId: string, jobId: string) {
  return trx
    .selectFrom('job_items')
    .select(['row', 'payload'])
    .where('firm_id', '=', firmId)
    .where('job_id', '=', jobId)
    .where('state', '=', 'pending')
    .orderBy('row')
    .limit(chunk.items)
    .execute();
}

/** Applies an item and writes what became of it, both or neither. */
async function applyItem(
  work: Chunk,
  kind: BulkKind,
  caller: FirmCaller,
  item: Parameters<BulkKind['applyItem']>[3],
): Promise<'done' | 'skipped' | 'failed'> {
  const { platform, trx } = work;
  await sql`savepoint item`.execute(trx);
  try {
    const outcome: ItemOutcome = (await kind.applyItem(platform, trx, caller, item)) ?? {};
    const state = outcome.state ?? 'done';
    await writeItem(work, item.row, { state, detail: toJson(outcome.detail) });
    await sql`release savepoint item`.execute(trx);
    return state;
  } catch (error) {
    if (!isOfItem(error)) throw error;
    await sql`rollback to savepoint item`.execute(trx);
    const known = error instanceof NavetteError ? error : unexpected(work, item.row, error);
    await writeItem(work, item.row, {
      state: 'failed',
      code: known.code,
      code_params: toJson(known.params),
    });
    return 'failed';
  }
}

/** Whether a failure belongs to the item, rather than to the transaction or to the database, which another try may cure. */
function isOfItem(error: unknown): boolean {
  if (error instanceof NavetteError) return true;
  const code = (error as { code?: unknown } | null)?.code;
  // Serialisation, deadlock, lock and statement time-outs.
  return !isDatabaseAway(error) && !/^(40...|55P03|57014|25P0[23])$/.test(String(code));
}

function unexpected({ platform, jobId }: Chunk, row: number, error: unknown): NavetteError {
  const reference = `${jobId}/${row}`;
  platform.log.error('An item of a bulk job failed', { reference, error });
  return new NavetteError('internal', { reference }, error);
}

async function writeItem(
  { trx, firmId, jobId }: Chunk,
  row: number,
  values: {
    readonly state: 'done' | 'skipped' | 'failed';
    readonly detail?: string | null;
    readonly code?: NavetteError['code'];
    readonly code_params?: string | null;
  },
): Promise<void> {
  await trx
    .updateTable('job_items')
    .set(values)
    .where('firm_id', '=', firmId)
    .where('job_id', '=', jobId)
    .where('row', '=', row)
    .execute();
}

function toJson(value: Readonly<Record<string, unknown>> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

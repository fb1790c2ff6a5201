/** Applies bulk jobs, chunk by chunk. */
import { type ErrorParams, NavetteError } from '@navette/model';
import { sql } from 'kysely';
import type { JobParams } from '../database/schema.ts';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { isDatabaseAway } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import type { BulkItem, BulkKind, ItemOutcome } from './bulk-job.ts';
import { forgetSecrets, openSecrets } from './item-secrets.ts';
import { type JobMaker, loadMaker } from './load-creator.ts';
import { loadPending } from './load-pending.ts';
import { type Prepared, prepareItems } from './prepare-items.ts';

/** A chunk ends at whichever comes first: progress shows, and a cancellation does not wait long. */
const chunk = { items: 50, ms: 2_000 };
/** Items that are written in the same few statements. */
const itemsTogether = 250;

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
    const work = { platform, kinds, firmId, jobId, signal };
    const prepared = await prepareItems(work, { ...chunk, items: itemsTogether });
    const isGoingOn = await inFirm(platform.database.app, firmId, (trx) =>
      runChunk({ ...work, trx, prepared }),
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
  /** `null` for a kind that prepares nothing. */
  readonly prepared: Prepared | null;
}

type Item = BulkItem<JobParams, JobParams>;

/** @returns whether the job goes on */
async function runChunk(work: Chunk): Promise<boolean> {
  const { platform, trx, firmId, jobId, kinds } = work;
  // The lock makes two workers take turns, and a cancellation wait for the end of the chunk.
  const job = await trx
    .selectFrom('jobs')
    .select(['kind', 'state', 'created_by', 'api_key_id', 'params', 'done', 'failed'])
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
  const pending = await loadPending(trx, firmId, jobId, kind.applyItems ? itemsTogether : chunk.items);
  if (pending.length === 0) {
    const result = await kind.finish?.(platform, trx, caller, { jobId, ...job });
    await end(work, { state: 'done', result: result === undefined ? null : JSON.stringify(result) });
    return false;
  }
  const written = await applyChunk(work, kind, caller, await openItems(work, kind, job.params, pending));
  const countOf = (state: WrittenItem['state']) => written.filter((each) => each.state === state).length;
  await trx
    .updateTable('jobs')
    .set(({ eb }) => ({
      state: 'running',
      done: eb('done', '+', countOf('done')),
      failed: eb('failed', '+', countOf('failed')),
      skipped: eb('skipped', '+', countOf('skipped')),
    }))
    .where('firm_id', '=', firmId)
    .where('id', '=', jobId)
    .execute();
  return true;
}

/** Those that were prepared, where that is asked for: another worker may have applied some meanwhile, or others be next. */
async function openItems(
  { platform, trx, firmId, jobId, prepared }: Chunk,
  kind: BulkKind,
  params: JobParams,
  pending: Awaited<ReturnType<typeof loadPending>>,
): Promise<(Item & { readonly failure: NavetteError | null })[]> {
  const ready = kind.prepareItem ? pending.filter(({ row }) => prepared?.has(row)) : pending;
  const items = await openSecrets(platform.keys, trx, { firmId, jobId }, ready);
  return items.map((item) => {
    const found = prepared?.get(item.row) ?? null;
    const failure = found instanceof NavetteError ? found : null;
    return { ...item, params, jobId, failure, prepared: found instanceof NavetteError ? null : found };
  });
}

/** Applies what can be applied until the chunk's time is over. @returns what became of each that was */
async function applyChunk(
  work: Chunk,
  kind: BulkKind,
  caller: FirmCaller,
  items: Awaited<ReturnType<typeof openItems>>,
): Promise<WrittenItem[]> {
  const written = items.flatMap(({ row, failure }) => (failure === null ? [] : [failed(row, failure)]));
  const ready = items.filter(({ failure }) => failure === null);
  const together =
    kind.applyItems && ready.length > 0 ? await applyTogether(work, kind, caller, ready) : null;
  if (together !== null) written.push(...together);
  else {
    const startedAt = performance.now();
    for (const item of ready) {
      written.push(await applyAlone(work, kind, caller, item));
      if (work.signal.aborted || performance.now() - startedAt > chunk.ms) break;
    }
  }
  await writeItems(work, written);
  return written;
}

/** Who made the job, with the rights of now. @returns `null` once the job has ended for lack of them */
async function requireCreator(
  work: Chunk,
  kind: BulkKind,
  job: JobMaker & { readonly params: Readonly<Record<string, unknown>> },
): Promise<FirmCaller | null> {
  const { platform, trx, firmId } = work;
  try {
    const caller = await loadMaker(platform, trx, firmId, job);
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
  if (how.state === 'failed') await forgetSecrets(trx, firmId, jobId);
  await trx
    .updateTable('jobs')
    .set({ ...how, ended_at: platform.clock().toISOString() })
    .where('firm_id', '=', firmId)
    .where('id', '=', jobId)
    .execute();
}

interface WrittenItem {
  readonly row: number;
  readonly state: 'done' | 'skipped' | 'failed';
  readonly detail: JobParams | null;
  readonly code: NavetteError['code'] | null;
  readonly codeParams: ErrorParams | null;
}

function ended(row: number, { state = 'done', detail }: ItemOutcome = {}): WrittenItem {
  return { row, state, detail: detail ?? null, code: null, codeParams: null };
}

function failed(row: number, { code, params }: NavetteError): WrittenItem {
  return { row, state: 'failed', detail: null, code, codeParams: params };
}

/** @returns `null` when they could not be applied together, and nothing was written */
async function applyTogether(
  work: Chunk,
  kind: BulkKind,
  caller: FirmCaller,
  items: readonly Item[],
): Promise<WrittenItem[] | null> {
  const { platform, trx } = work;
  await sql`savepoint items`.execute(trx);
  try {
    const outcomes = (await kind.applyItems?.(platform, trx, caller, items)) ?? [];
    await sql`release savepoint items`.execute(trx);
    return items.map(({ row }, index) => {
      const outcome = outcomes[index];
      return outcome instanceof NavetteError ? failed(row, outcome) : ended(row, outcome);
    });
  } catch (error) {
    if (!isOfItem(error)) throw error;
    await sql`rollback to savepoint items`.execute(trx);
    return null;
  }
}

/** Applies an item: all that it writes, or nothing. */
async function applyAlone(work: Chunk, kind: BulkKind, caller: FirmCaller, item: Item): Promise<WrittenItem> {
  const { platform, trx } = work;
  await sql`savepoint item`.execute(trx);
  try {
    const outcome = kind.applyItems
      ? (await kind.applyItems(platform, trx, caller, [item]))[0]
      : await kind.applyItem(platform, trx, caller, item);
    if (outcome instanceof NavetteError) throw outcome;
    await sql`release savepoint item`.execute(trx);
    return ended(item.row, outcome);
  } catch (error) {
    if (!isOfItem(error)) throw error;
    await sql`rollback to savepoint item`.execute(trx);
    return failed(item.row, error instanceof NavetteError ? error : unexpected(work, item.row, error));
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

async function writeItems({ trx, firmId, jobId }: Chunk, items: readonly WrittenItem[]): Promise<void> {
  if (items.length === 0) return;
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  await sql`
    update job_items i
    set state = o.state, detail = o.detail, code = o.code, code_params = o.code_params, sealed = null
    from unnest(
      ${sql.val(items.map(({ row }) => row))}::int[],
      ${sql.val(items.map(({ state }) => state))}::text[],
      ${sql.val(items.map(({ detail }) => json(detail)))}::jsonb[],
      ${sql.val(items.map(({ code }) => code))}::text[],
      ${sql.val(items.map(({ codeParams }) => json(codeParams)))}::jsonb[]
    ) as o (row, state, detail, code, code_params)
    where i.firm_id = ${firmId} and i.job_id = ${jobId} and i.row = o.row`.execute(trx);
}

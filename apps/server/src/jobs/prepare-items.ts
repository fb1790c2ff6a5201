import { NavetteError } from '@navette/model';
import type { JobParams } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { isDatabaseAway } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import type { BulkKind } from './bulk-job.ts';
import { openSecrets } from './item-secrets.ts';
import { loadMaker } from './load-creator.ts';
import { loadPending } from './load-pending.ts';

/** What was asked for each item, by row. */
export type Prepared = ReadonlyMap<number, JobParams | NavetteError | null>;

const atOnce = 4;

interface Work {
  readonly platform: Platform;
  readonly kinds: readonly BulkKind[];
  readonly firmId: string;
  readonly jobId: string;
  readonly signal: AbortSignal;
}

/**
 * Prepares the next items of a job, as many as `limits` allow and one at least, outside any transaction. @returns `null` for a job
 * that is not going on, or whose kind prepares nothing
 */
export async function prepareItems(
  work: Work,
  limits: { readonly items: number; readonly ms: number },
): Promise<Prepared | null> {
  const { platform, signal, jobId } = work;
  const next = await loadNext(work, limits.items);
  if (next === null) return null;
  const { kind, caller, params, items } = next;
  const prepared = new Map<number, JobParams | NavetteError | null>();
  const until = performance.now() + limits.ms;
  const queue = items.values();
  const prepare = async () => {
    for (const item of queue) {
      if (prepared.size > 0 && performance.now() > until) return;
      signal.throwIfAborted();
      try {
        prepared.set(
          item.row,
          (await kind.prepareItem?.(platform, caller, { ...item, params, jobId }, signal)) ?? null,
        );
      } catch (error) {
        prepared.set(item.row, failureOf(work, item.row, error));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, prepare));
  return prepared;
}

function loadNext({ platform, kinds, firmId, jobId }: Work, limit: number) {
  return inFirm(platform.database.app, firmId, async (trx) => {
    const job = await trx
      .selectFrom('jobs')
      .select(['kind', 'created_by', 'api_key_id', 'params'])
      .where('firm_id', '=', firmId)
      .where('id', '=', jobId)
      .where('state', 'in', ['waiting', 'running'])
      .executeTakeFirst();
    const kind = kinds.find((each) => each.kind === job?.kind);
    if (!job || !kind?.prepareItem) return null;
    const { params } = job;
    try {
      const caller = await loadMaker(platform, trx, firmId, job);
      await kind.requireRights(platform, trx, caller, params);
      const items = await loadPending(trx, firmId, jobId, limit);
      return { kind, caller, params, items: await openSecrets(platform.keys, trx, { firmId, jobId }, items) };
    } catch (error) {
      // The chunk meets the same, and ends the job.
      if (error instanceof NavetteError) return null;
      throw error;
    }
  });
}

/** @throws what is not this item's failure */
function failureOf({ platform, jobId, signal }: Work, row: number, error: unknown): NavetteError {
  if (error instanceof NavetteError) return error;
  if (signal.aborted || isDatabaseAway(error)) throw error;
  const reference = `${jobId}/${row}`;
  platform.log.error('An item of a bulk job could not be prepared', { reference, error });
  return new NavetteError('internal', { reference }, error);
}

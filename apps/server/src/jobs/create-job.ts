import { NavetteError } from '@navette/model';
import type { JobParams } from '../database/schema.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { NewJobItem } from './bulk-job.ts';
import { secretPlace } from './item-secrets.ts';
import { selectVisibleJobs } from './list-jobs.ts';

const itemsAtOnce = 1_000;
const maxItems = 100_000;

/**
 * Freezes what a bulk job will touch: nothing is applied until somebody confirms it. Rows are numbered in the order given.
 * @returns the job's id
 * @throws NavetteError `too_many_items`
 */
export async function createJob(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  job: { readonly kind: string; readonly params?: JobParams; readonly items: readonly NewJobItem[] },
): Promise<string> {
  const { items } = job;
  const id = platform.newId();
  await trx
    .insertInto('jobs')
    .values({
      firm_id: caller.firmId,
      id,
      kind: job.kind,
      state: 'preview',
      ...makerOf(caller),
      created_at: platform.clock().toISOString(),
      ...countsOf(items),
      params: JSON.stringify(job.params ?? {}),
    })
    .execute();
  const withSecret = items.map((item, index) => ({ row: index + 1, secret: item.secret }));
  const secrets = withSecret.flatMap(({ row, secret }) => (secret === undefined ? [] : [{ row, secret }]));
  const sealed = await platform.keys.sealEachForFirm(
    trx,
    caller.firmId,
    secrets.map(({ row, secret }) => ({ place: secretPlace(id, row), plain: secret })),
  );
  const byRow = new Map(secrets.map(({ row }, index) => [row, sealed[index] ?? null]));
  await insertItems(trx, caller.firmId, id, items, byRow);
  return id;
}

/**
 * Freezes other items in the place of those of a job that waits for its confirmation, with other params.
 * @throws NavetteError `not_found`; `job_ended` once it was confirmed or cancelled; `too_many_items`
 */
export async function replaceItems(
  trx: FirmTransaction,
  caller: FirmCaller,
  jobId: string,
  job: { readonly params: JobParams; readonly items: readonly Omit<NewJobItem, 'secret'>[] },
): Promise<void> {
  const locked = await selectVisibleJobs(trx, caller)
    .select('jobs.state')
    .where('jobs.id', '=', jobId)
    .forUpdate()
    .executeTakeFirst();
  if (!locked) throw new NavetteError('not_found');
  if (locked.state !== 'preview') throw new NavetteError('job_ended');
  await trx
    .deleteFrom('job_items')
    .where('firm_id', '=', caller.firmId)
    .where('job_id', '=', jobId)
    .execute();
  await trx
    .updateTable('jobs')
    .set({ ...countsOf(job.items), params: JSON.stringify(job.params) })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', jobId)
    .execute();
  await insertItems(trx, caller.firmId, jobId, job.items, new Map());
}

/** A key is nobody: what it makes is the key's own. */
function makerOf({ userId, apiKey }: FirmCaller) {
  return apiKey === null ? { created_by: userId } : { created_by: null, api_key_id: apiKey.id };
}

function countsOf(items: readonly NewJobItem[]) {
  if (items.length > maxItems) throw new NavetteError('too_many_items', { limit: maxItems });
  return {
    total: items.length,
    failed: items.filter(({ failed }) => failed !== undefined).length,
    skipped: items.filter(({ failed, skipped }) => failed === undefined && skipped !== undefined).length,
  };
}

async function insertItems(
  trx: FirmTransaction,
  firmId: string,
  jobId: string,
  items: readonly NewJobItem[],
  sealed: ReadonlyMap<number, Uint8Array | null>,
): Promise<void> {
  for (let from = 0; from < items.length; from += itemsAtOnce) {
    const chunk = items.slice(from, from + itemsAtOnce);
    await trx
      .insertInto('job_items')
      .values(
        chunk.map((item, index) => ({
          firm_id: firmId,
          job_id: jobId,
          row: from + index + 1,
          sealed: sealed.get(from + index + 1) ?? null,
          ...columnsOf(item),
        })),
      )
      .execute();
  }
}

function columnsOf({ payload, failed, skipped }: NewJobItem) {
  const common = { payload: JSON.stringify(payload), code: null, code_params: null, detail: null };
  if (failed !== undefined)
    return {
      ...common,
      state: 'failed' as const,
      code: failed.code,
      code_params: JSON.stringify(failed.params ?? {}),
      detail: failed.detail === undefined ? null : JSON.stringify(failed.detail),
    };
  if (skipped !== undefined) return { ...common, state: 'skipped' as const, detail: JSON.stringify(skipped) };
  return { ...common, state: 'pending' as const };
}

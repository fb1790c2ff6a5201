import type { Job, JobItem } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize } from '../http/paging.ts';
import { reasonOf } from '../http/problem.ts';

/**
 * A bulk job, for its creator and for administrators. @throws NavetteError `not_found`, for everybody else too
 */
export async function getJob(trx: FirmTransaction, caller: FirmCaller, jobId: string): Promise<Job> {
  const row = await selectVisibleJobs(trx, caller)
    .leftJoin('members', (join) =>
      join.onRef('members.firm_id', '=', 'jobs.firm_id').onRef('members.user_id', '=', 'jobs.created_by'),
    )
    .leftJoin('api_keys', (join) =>
      join.onRef('api_keys.firm_id', '=', 'jobs.firm_id').onRef('api_keys.id', '=', 'jobs.api_key_id'),
    )
    .select(({ fn }) => [
      'jobs.id',
      'jobs.kind',
      'jobs.state',
      fn.coalesce('jobs.created_by', 'jobs.api_key_id').$notNull().as('makerId'),
      fn.coalesce('members.name', 'api_keys.name').$notNull().as('makerName'),
      'jobs.created_at as createdAt',
      'jobs.confirmed_at as confirmedAt',
      'jobs.ended_at as endedAt',
      'jobs.total',
      'jobs.done',
      'jobs.failed',
      'jobs.skipped',
      'jobs.params',
      'jobs.result',
      'jobs.code',
    ])
    .where('jobs.id', '=', jobId)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  const { makerId, makerName, code, ...job } = row;
  return {
    ...job,
    createdBy: { id: makerId, name: makerName },
    reason: code === null ? null : reasonOf(code),
  };
}

/** The jobs a caller may see and decide on: his own, a key its own; an administrator, all. */
export function selectVisibleJobs(trx: FirmTransaction, caller: FirmCaller) {
  const jobs = trx.selectFrom('jobs').where('jobs.firm_id', '=', caller.firmId);
  if (caller.role === 'admin') return jobs;
  if (caller.apiKey !== null) return jobs.where('jobs.api_key_id', '=', caller.apiKey.id);
  return jobs.where('jobs.created_by', '=', caller.userId);
}

/** Items of a job in the order of their rows, page by page. @throws NavetteError `not_found`, `invalid_request` for a cursor */
export async function listJobItems(
  trx: FirmTransaction,
  caller: FirmCaller,
  jobId: string,
  filter: {
    readonly state?: JobItem['state'] | undefined;
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<{ items: JobItem[]; next: string | null; total: number }> {
  const job = await getJob(trx, caller, jobId);
  const limit = filter.limit ?? defaultPageSize;
  let query = trx
    .selectFrom('job_items')
    .select(['row', 'payload', 'state', 'code', 'code_params', 'detail'])
    .where('firm_id', '=', caller.firmId)
    .where('job_id', '=', jobId)
    .where('row', '>', readRow(filter.cursor));
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  const rows = await query
    .orderBy('row')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(({ code, code_params, ...item }) => ({
    ...item,
    reason: code === null ? null : reasonOf(code, code_params ?? {}),
  }));
  const last = items.at(-1);
  const next = rows.length > limit && last !== undefined ? String(last.row) : null;
  return { items, next, total: countOf(job, filter.state) };
}

function countOf(job: Job, state: JobItem['state'] | undefined): number {
  if (state === undefined) return job.total;
  return state === 'pending' ? job.total - job.done - job.failed - job.skipped : job[state];
}

/** The cursor of items is the last row that was given. */
function readRow(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new NavetteError('invalid_request', { detail: 'cursor' });
  return Number(cursor);
}

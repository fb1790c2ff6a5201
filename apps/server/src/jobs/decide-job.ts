import { NavetteError } from '@navette/model';
import { recordAudit } from '../audit/record-audit.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { bulkJobTask } from './bulk-job.ts';
import { forgetSecrets } from './item-secrets.ts';
import { selectVisibleJobs } from './list-jobs.ts';

/**
 * Lets a job go: it is applied once the transaction is committed. A job that was confirmed already stays as it is, so that a
 * double click applies it once.
 * @throws NavetteError `not_found`; `job_ended` once it was cancelled or failed
 */
export async function confirmJob(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  jobId: string,
): Promise<void> {
  const job = await lockJob(trx, caller, jobId);
  if (job.state === 'cancelled' || job.state === 'failed') throw new NavetteError('job_ended');
  if (job.state !== 'preview') return;
  await trx
    .updateTable('jobs')
    .set({ state: 'waiting', confirmed_at: platform.clock().toISOString() })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', jobId)
    .execute();
  await platform.jobs.add(trx, bulkJobTask, { firmId: caller.firmId, jobId }, { jobKey: `bulk:${jobId}` });
  await recordDecision(platform, trx, caller, 'job.confirmed', job);
}

/**
 * Stops a job: what was applied stays, the rest is not. A chunk under way ends first. A job cancelled already stays so.
 * @throws NavetteError `not_found`; `job_ended` once it is done or failed
 */
export async function cancelJob(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  jobId: string,
): Promise<void> {
  const job = await lockJob(trx, caller, jobId);
  if (job.state === 'cancelled') return;
  if (job.state === 'done' || job.state === 'failed') throw new NavetteError('job_ended');
  await trx
    .updateTable('jobs')
    .set({ state: 'cancelled', ended_at: platform.clock().toISOString() })
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', jobId)
    .execute();
  await forgetSecrets(trx, caller.firmId, jobId);
  // A preview that nobody wanted changed nothing.
  if (job.state !== 'preview') await recordDecision(platform, trx, caller, 'job.cancelled', job);
}

interface DecidedJob {
  readonly id: string;
  readonly kind: string;
  readonly total: number;
  readonly done: number;
}

async function lockJob(trx: FirmTransaction, caller: FirmCaller, jobId: string) {
  const job = await selectVisibleJobs(trx, caller)
    .select(['jobs.id', 'jobs.kind', 'jobs.state', 'jobs.total', 'jobs.done'])
    .where('jobs.id', '=', jobId)
    .forUpdate()
    .executeTakeFirst();
  if (!job) throw new NavetteError('not_found');
  return job;
}

function recordDecision(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  action: string,
  { id, kind, total, done }: DecidedJob,
): Promise<void> {
  return recordAudit(platform, trx, caller, {
    action,
    subjectKind: 'job',
    subjectId: id,
    subjectName: kind,
    details: { total, done },
  });
}

import type { FirmTransaction } from '../database/tenancy.ts';

/** The next items of a job that are to be applied, in the order of their rows. */
export function loadPending(trx: FirmTransaction, firmId: string, jobId: string, limit: number) {
  return trx
    .selectFrom('job_items')
    .select(['row', 'payload', 'sealed'])
    .where('firm_id', '=', firmId)
    .where('job_id', '=', jobId)
    .where('state', '=', 'pending')
    .orderBy('row')
    .limit(limit)
    .execute();
}

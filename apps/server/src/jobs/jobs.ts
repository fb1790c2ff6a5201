/**
 * Background work, kept in the database until it is done (graphile-worker). A task runs at least once: it is tried again after a
 * failure, and after the death of its process, so it must bear being run twice.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { Schema } from '../database/schema.ts';

/** What a job carries: ids, never a name nor a secret. `firmId` is obligatory inside a firm's transaction. */
export type JobPayload = Readonly<Record<string, string | number | boolean | null>>;

interface JobOptions {
  /**
   * At most one job with this key waits: another one takes its place. Inside a transaction, the row of that job stays locked until
   * the commit; when several transactions would share a key, use `oncePerTransaction`.
   */
  readonly jobKey?: string;
  /** One job for all that this transaction adds under this name, however often it is added. Needs a transaction. */
  readonly oncePerTransaction?: boolean;
  /** Not before. The database's clock decides. */
  readonly runAt?: Date;
}

export interface Jobs {
  /**
   * Adds a job for a task of `jobs/tasks.ts`. With a firm's transaction it is committed with it, and must be of that firm; with
   * `null` it is added at once.
   */
  add(
    trx: Transaction<Schema> | null,
    name: string,
    payload: JobPayload,
    options?: JobOptions,
  ): Promise<void>;
}

/** @param pool connections of a role that may add jobs of any firm */
export function createJobs(pool: pg.Pool): Jobs {
  return {
    async add(trx, name, payload, options = {}) {
      const { jobKey = null, oncePerTransaction = false, runAt } = options;
      const values = [name, JSON.stringify(payload), runAt?.toISOString() ?? null, jobKey] as const;
      if (trx === null) {
        await pool.query(
          `select graphile_worker.add_job($1::text, $2::json, run_at => $3::timestamptz, job_key => $4::text)`,
          [...values],
        );
        return;
      }
      await addWithin(trx, values, oncePerTransaction);
    },
  };
}

async function addWithin(
  trx: Kysely<Schema>,
  [name, payload, runAt, jobKey]: readonly [string, string, string | null, string | null],
  oncePerTransaction: boolean,
): Promise<void> {
  // The transaction's own number makes a key that no other one waits for.
  const key = oncePerTransaction
    ? sql`${name}::text || ':' || pg_current_xact_id()::text`
    : sql`${jobKey}::text`;
  await sql`
    select graphile_worker.add_job(
      ${name}::text, ${payload}::json, run_at => ${runAt}::timestamptz, job_key => ${key})`.execute(trx);
}

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** A transaction that sees and writes one firm's rows. Only `inFirm` makes one. */
export type FirmTransaction = Transaction<Schema>;

/**
 * Does `work` in one transaction of one firm: row-level security shows it that firm's rows and no others, and the setting ends
 * with the transaction. Committed when `work` returns, rolled back when it throws.
 * @param app the database as the product's role, `database.app`
 * @param firmId a UUID; anything else fails at the first row
 */
export async function inFirm<Result>(
  app: Kysely<Schema>,
  firmId: string,
  work: (transaction: FirmTransaction) => Promise<Result>,
): Promise<Result> {
  return await app.transaction().execute(async (transaction) => {
    await sql`select set_config('navette.firm_id', ${firmId}, true)`.execute(transaction);
    return await work(transaction);
  });
}

import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { waitFor } from './wait-for.ts';

/** Waits until so many of the product's transactions wait for a lock, or `isOver` says that none will. */
export async function whenBlocked(
  trx: Transaction<Schema>,
  count: number,
  isOver: () => boolean = () => false,
): Promise<void> {
  await waitFor(async () => {
    // Else a transaction goes on seeing what it saw first.
    await sql`select pg_stat_clear_snapshot()`.execute(trx);
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and usename = current_user and wait_event_type = 'Lock'`.execute(
      trx,
    );
    return isOver() || (rows[0]?.count ?? 0) >= count || null;
  });
}

import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';

const claimSql = readFileSync(new URL('./claim.sql', import.meta.url), 'utf8');

/** A delivery that one worker holds until its lease ends. */
export interface Claimed {
  readonly firmId: string;
  readonly id: string;
  readonly laneId: string;
  /** Every later write names it: a worker whose lease was taken away changes nothing. */
  readonly lease: string;
}

/**
 * Claims up to `count` ready deliveries (`waiting` → `sending`). Each claim has one lease, shared by what it took.
 * @param queue connections of the role navette_queue
 */
export async function claimDeliveries(
  queue: Pool,
  count: number,
  lease: string,
  leaseMs: number,
  now: Date,
): Promise<Claimed[]> {
  const { rows } = await queue.query<Claimed>({
    name: 'claim',
    text: claimSql,
    values: [count, lease, leaseMs, now.toISOString()],
  });
  return rows;
}

import type { Pool } from 'pg';

/** Extends a lease. @returns `false` when it was taken away: the worker must stop, its answer no longer counts */
export async function extendLease(
  queue: Pool,
  deliveryId: string,
  lease: string,
  leaseMs: number,
): Promise<boolean> {
  const { rowCount } = await queue.query(
    `update deliveries set lease_until = clock_timestamp() + $3::integer * interval '1 ms'
     where id = $1::uuid and lease = $2::uuid and state = 'sending'`,
    [deliveryId, lease, leaseMs],
  );
  return rowCount === 1;
}

/**
 * Takes back what dead workers held. Without an open attempt the partner was not called: back to `waiting`. With one, the answer
 * is not known: `unknown`, never simply `waiting`.
 * @returns how many were taken back
 */
export async function takeBackExpiredLeases(queue: Pool, now: Date): Promise<number> {
  const { rowCount } = await queue.query(
    `with expired as (
       select d.firm_id, d.id, exists (
         select from attempts a where a.firm_id = d.firm_id and a.delivery_id = d.id and a.lease = d.lease and a.ended_at is null
       ) as was_called
       from deliveries d
       where d.state = 'sending' and d.lease_until < clock_timestamp()
       limit 1000
       for update of d skip locked
     )
     update deliveries d
     set state = case when was_called then 'unknown' else 'waiting' end,
         code = case when was_called then 'outcome_unknown' else d.code end,
         worker_deaths = d.worker_deaths + case when was_called then 1 else 0 end,
         check_at = case when was_called then $1::timestamptz end,
         lease = null, lease_until = null
     from expired
     where d.firm_id = expired.firm_id and d.id = expired.id`,
    [now.toISOString()],
  );
  return rowCount ?? 0;
}

/** Wakes every lane that sleeps past something ready: heals what a crash between a commit and its wake-up left. */
export async function wakeSleepingLanes(queue: Pool, now: Date): Promise<void> {
  await queue.query(
    `update lanes l set next_ready_at = ready.at
     from (
       select l.firm_id, l.id, (
         select min(least_per_rank.at) from (values (0::smallint), (1::smallint)) ranks (rank)
         cross join lateral (
           select d.ready_at as at from deliveries d
           where d.firm_id = l.firm_id and d.lane_id = l.id and d.state = 'waiting' and d.rank = ranks.rank
           order by d.ready_at limit 1
         ) least_per_rank
       ) as at
       from lanes l where l.next_ready_at > $1::timestamptz
     ) ready
     where l.firm_id = ready.firm_id and l.id = ready.id and ready.at < l.next_ready_at`,
    [now.toISOString()],
  );
}

/**
 * Lets go what is held for credentials that work: a document that came, or an answer of the old credentials, while they were being
 * renewed. @returns how many were let go
 */
export async function releaseForgotten(queue: Pool): Promise<number> {
  const { rowCount } = await queue.query(
    `update deliveries d set state = 'waiting', held_reason = null, code = null, code_params = null
     from lanes l
     where l.state = 'open' and d.firm_id = l.firm_id and d.installation_id = l.installation_id
       and d.state = 'held' and d.held_reason = 'connection'`,
  );
  return rowCount ?? 0;
}

/**
 * Holds what waits where nothing leaves: a document that came in while its application was being stopped. @returns how many were held
 */
export async function holdForgotten(queue: Pool): Promise<number> {
  const { rowCount } = await queue.query(
    `update deliveries d set state = 'held', held_reason = 'connection'
     from lanes l
     where l.state = 'closed' and d.firm_id = l.firm_id and d.lane_id = l.id and d.state = 'waiting'`,
  );
  return rowCount ?? 0;
}

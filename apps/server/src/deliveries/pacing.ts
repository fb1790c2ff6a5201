/**
 * One token bucket per credential, in its lane's row: every request of every process, deliveries, look-ups and confirmations
 * alike, takes a token there. The bucket is small beside the rate (an eighth), so that a burst and the refill that follows stay
 * within the partner's sliding window.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Waits until a request may leave. @throws AbortError */
export async function pace(
  queue: Pool,
  firmId: string,
  laneId: string,
  signal: AbortSignal | null,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const waitMs = await takeToken(queue, firmId, laneId);
    if (waitMs <= 0) return;
    await delay(waitMs, undefined, signal === null ? {} : { signal });
  }
}

/** Lets a lane wait until a time, or as long as it was to wait already. */
export async function pauseLaneUntil(queue: Pool, firmId: string, laneId: string, at: Date): Promise<void> {
  await queue.query({
    name: 'pause-lane',
    text: `update lanes set not_before = $3::timestamptz
           where firm_id = $1::uuid and id = $2::uuid and not_before < $3::timestamptz`,
    values: [firmId, laneId, at.toISOString()],
  });
}

/** @returns 0 when a token was taken, else ms until one is there. */
async function takeToken(queue: Pool, firmId: string, laneId: string): Promise<number> {
  const { rows } = await queue.query<{ missing: number; msPerToken: number }>({
    name: 'take-token',
    text: `with bucket as (
             select l.firm_id, l.id, now.at,
                    greatest(1, l.rate_requests / 8)::double precision as capacity,
                    l.rate_window_ms / greatest(1, l.rate_requests - greatest(1, l.rate_requests / 8))::double precision as ms_per_token,
                    l.tokens, l.tokens_at
             from lanes l, (select clock_timestamp() as at) now
             where l.firm_id = $1::uuid and l.id = $2::uuid
             for update of l
           ),
           filled as (
             select *, least(capacity, tokens + extract(epoch from at - tokens_at) * 1000 / ms_per_token) as level from bucket
           ),
           taken as (
             update lanes l set tokens = f.level - 1, tokens_at = f.at
             from filled f
             where l.firm_id = f.firm_id and l.id = f.id and f.level >= 1
           )
           select (1 - level) as missing, ms_per_token as "msPerToken" from filled`,
    values: [firmId, laneId],
  });
  const row = rows[0];
  if (!row || row.missing <= 0) return 0;
  return Math.ceil(row.missing * row.msPerToken);
}

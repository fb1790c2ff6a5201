import type { DeliveryState } from '@navette/model';
import type { Pool } from 'pg';

export interface ClaimedCheck {
  readonly firmId: string;
  readonly id: string;
  readonly laneId: string;
}

/** How long one worker has to look at what it took before another may. */
const checkLeaseMs = 90_000;

/**
 * Takes deliveries whose turn it is to be asked about (`accepted`: what became of it; `unknown`: is it there), of active firms
 * and open lanes. Their next turn is put off, so that another worker leaves them alone.
 */
export async function claimChecks(
  queue: Pool,
  state: Extract<DeliveryState, 'accepted' | 'unknown'>,
  count: number,
  now: Date,
): Promise<ClaimedCheck[]> {
  const { rows } = await queue.query<ClaimedCheck>({
    name: 'claim-checks',
    text: `with due as (
             select d.firm_id, d.id
             from lanes l
             join firms f on f.id = l.firm_id and f.state = 'active'
             cross join lateral (
               select d.firm_id, d.id from deliveries d
               where d.firm_id = l.firm_id and d.lane_id = l.id and d.state = $1 and d.check_at <= $3::timestamptz
               order by d.check_at limit $2::integer
               for update skip locked
             ) d
             where l.state = 'open' and l.not_before <= $3::timestamptz
             limit $2::integer
           )
           update deliveries d set check_at = $3::timestamptz + $4::integer * interval '1 ms'
           from due where d.firm_id = due.firm_id and d.id = due.id
           returning d.firm_id as "firmId", d.id, d.lane_id as "laneId"`,
    values: [state, count, now.toISOString(), checkLeaseMs],
  });
  return rows;
}

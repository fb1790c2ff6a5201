-- Claims deliveries that are ready, lane by lane, for one worker. Run by navette_queue, across firms.
--
--   $1 how many at most   $2 lease id   $3 lease, in ms   $4 now (business time; the lease alone runs on the database's clock)
--
-- A lane is a credential. Its row is locked for the time of the claim (`skip locked`: two workers never serve one lane at the
-- same instant), so that its concurrency holds whatever the number of processes. Lanes take turns by the time they were last
-- served. From each, as many as its free places: `concurrency` less what is leased now, counted, not kept in a column that a
-- crash would leave wrong. The count that passes over full lanes is as old as the statement; the one that gives the places is
-- read anew under the lane's lock (leased_in_lane), or two claims that begin together would each fill the lane. Live deliveries
-- (rank 0) go before back-fill (rank 1).
--
-- Plan (npm run bench -- claim prints it): one pass over the lanes, an index-only count of each one's leases, then for each lane that
-- is kept one range of deliveries_waiting (firm, lane, rank, ready_at, id); PostgreSQL skips from rank to rank. Nothing grows with
-- how many wait: 6 to 10 ms for 32 with 1,000, 100,000 and 1,000,000 waiting, most of it the commit (docs/performance.md).
-- Tried: each lane giving all it has room for, which is about as fast and lets one full lane take every place of a claim while the
-- others are locked and marked as served; a column for what is in flight, which a crash leaves wrong.
--
-- `for update` is not allowed with window functions, hence the lateral join. A lane whose free places found nothing ready
-- sleeps until its next delivery; whoever adds one wakes it after committing (wake.ts), and a sweep heals what a crash between
-- the two left asleep.
with lane as materialized (
  select l.firm_id, l.id, l.concurrency
  from lanes l
  join firms f on f.id = l.firm_id and f.state = 'active'
  cross join lateral (
    select count(*)::integer as count from deliveries d
    where d.firm_id = l.firm_id and d.lane_id = l.id and d.state = 'sending'
  ) leased
  where l.state = 'open'
    and l.next_ready_at <= $4::timestamptz
    and l.not_before <= $4::timestamptz
    and leased.count < l.concurrency
  order by l.last_served_at
  limit $1::integer
  for update of l skip locked
),
room as materialized (
  select lane.firm_id, lane.id, greatest(0, lane.concurrency - leased_in_lane(lane.firm_id, lane.id)) as count from lane
),
ready as materialized (
  select d.firm_id, d.id, room.id as lane_id
  from room
  cross join lateral (
    select w.firm_id, w.id from deliveries w
    where w.firm_id = room.firm_id and w.lane_id = room.id and w.state = 'waiting' and w.ready_at <= $4::timestamptz
    order by w.rank, w.ready_at, w.id
    limit least(room.count, ceil($1::numeric / (select count(*) from lane))::integer)
    for update skip locked
  ) d
  limit $1::integer
),
served as (
  update lanes l
  set last_served_at = clock_timestamp(),
      next_ready_at = case
        when exists (select from ready r where r.lane_id = l.id) then l.next_ready_at
        else coalesce(
          (select least(
            (select w.ready_at from deliveries w
             where w.firm_id = l.firm_id and w.lane_id = l.id and w.state = 'waiting' and w.rank = 0
             order by w.ready_at limit 1),
            (select w.ready_at from deliveries w
             where w.firm_id = l.firm_id and w.lane_id = l.id and w.state = 'waiting' and w.rank = 1
             order by w.ready_at limit 1))),
          'infinity')
        end
  from lane
  where l.firm_id = lane.firm_id and l.id = lane.id
)
update deliveries d
set state = 'sending', lease = $2::uuid, lease_until = clock_timestamp() + $3::integer * interval '1 ms'
from ready
where d.firm_id = ready.firm_id and d.id = ready.id and d.state = 'waiting'
returning d.firm_id as "firmId", d.id, d.lane_id as "laneId", d.lease

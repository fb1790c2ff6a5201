-- The ledger of a firm, per day of receipt, in one statement and so of one instant.
--
--   $1 firm   $2 from   $3 to (days, in the firm's time zone, both included)
--
-- Left: what came in, from the receipts written with the documents. Right: what became of it, from the deliveries, and the
-- versions that no application takes. The two have no source in common, so that a lost row shows. A delivery that a person asked
-- for again stands beside the first, and its own receipt counts it on the left.
with received as (
  select r.day, sum(r.obligations)::bigint as received
  from receipts r
  where r.firm_id = $1::uuid and r.day between $2::date and $3::date
  group by r.day
),
version as (
  select r.version_id, min(r.day) as day
  from receipts r
  where r.firm_id = $1::uuid and r.day between $2::date and $3::date
  group by r.version_id
),
became as (
  select v.day,
    count(*) filter (where d.state = 'delivered') as delivered,
    count(*) filter (where d.state in ('waiting', 'sending', 'unknown', 'accepted')) as on_the_way,
    count(*) filter (where d.state = 'held') as held,
    count(*) filter (where d.state = 'undelivered') as undelivered,
    count(*) filter (where d.state = 'duplicate') as duplicates,
    count(*) filter (where d.state = 'cancelled') as cancelled,
    count(*) filter (where d.id is null) as nothing_to_send
  from version v
  left join deliveries d on d.firm_id = $1::uuid and d.version_id = v.version_id
  group by v.day
)
select received.day::text as day, received.received, delivered, on_the_way as "onTheWay", held, undelivered, duplicates, cancelled,
       nothing_to_send as "nothingToSend",
       received.received = delivered + on_the_way + held + undelivered + duplicates + cancelled + nothing_to_send as balanced
from received join became using (day)
order by received.day desc

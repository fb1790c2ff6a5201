-- The ledger of a firm, per day of receipt, in one statement and so of one instant.
--
--   $1 firm   $2 from   $3 to (days, in the firm's time zone, both included)
--
-- Left: what came in, from the receipts written with the documents. Right: what became of it, from the versions that are there,
-- their deliveries, and the line of history that says that no application takes one. No row of one side is deduced from the
-- other's absence, so that a lost row of either shows. A delivery that a person asked for again stands beside the first, and its
-- own receipt counts it on the left.
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
  union all
  select v.id, (v.received_at at time zone f.time_zone)::date
  from firms f
  join versions v on v.firm_id = f.id
    and v.received_at >= $2::date::timestamp at time zone f.time_zone
    and v.received_at < ($3::date + 1)::timestamp at time zone f.time_zone
  where f.id = $1::uuid
    and not exists (select from receipts r where r.firm_id = v.firm_id and r.version_id = v.id)
),
sent as (
  select v.day,
    count(*) filter (where d.state = 'delivered') as delivered,
    count(*) filter (where d.state in ('waiting', 'sending', 'unknown', 'accepted')) as on_the_way,
    count(*) filter (where d.state = 'held') as held,
    count(*) filter (where d.state = 'undelivered') as undelivered,
    count(*) filter (where d.state = 'duplicate') as duplicates,
    count(*) filter (where d.state = 'cancelled') as cancelled
  from version v
  left join deliveries d on d.firm_id = $1::uuid and d.version_id = v.version_id
  group by v.day
),
unsent as (
  select v.day, count(*) as nothing_to_send
  from version v
  join versions w on w.firm_id = $1::uuid and w.id = v.version_id
  join history h on h.firm_id = $1::uuid and h.document_id = w.document_id and h.version_id = w.id
    and h.kind = 'nothing_to_send'
  group by v.day
),
day as (
  select day, coalesce(received, 0) as received, delivered, on_the_way, held, undelivered, duplicates, cancelled,
         coalesce(nothing_to_send, 0) as nothing_to_send
  from sent left join received using (day) left join unsent using (day)
)
select day::text as day, received, delivered, on_the_way as "onTheWay", held, undelivered, duplicates, cancelled,
       nothing_to_send as "nothingToSend",
       received = delivered + on_the_way + held + undelivered + duplicates + cancelled + nothing_to_send as balanced
from day
order by day desc

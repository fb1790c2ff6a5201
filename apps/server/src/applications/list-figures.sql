-- The day of each application of a firm. $1 firm, $2 now, $3 the collaborator who sees his own clients alone, null for whoever sees all.
--
-- Each state has its own partial index, and what was delivered is read from midnight on: what years have left behind is not read.
-- With 100,000 deliveries, 5,000 of them under way: 37 ms, whatever lies behind; one pass over the deliveries of the firm, grouped, takes
-- 65 ms and grows with them.
with today as (
  select date_trunc('day', $2::timestamptz at time zone time_zone) at time zone time_zone as midnight from firms where id = $1::uuid
),
own as (
  select client_id from client_members where firm_id = $1::uuid and user_id = $3::uuid
),
present as (
  select installation_id, client_id, state, accepted_at from deliveries where firm_id = $1::uuid and state = 'waiting'
  union all
  select installation_id, client_id, state, accepted_at from deliveries where firm_id = $1::uuid and state = 'sending'
  union all
  select installation_id, client_id, state, accepted_at from deliveries where firm_id = $1::uuid and state in ('accepted', 'unknown')
  union all
  select installation_id, client_id, state, accepted_at from deliveries where firm_id = $1::uuid and state = 'held'
  union all
  select installation_id, client_id, state, accepted_at from deliveries where firm_id = $1::uuid and state = 'undelivered'
),
counted as (
  select installation_id,
         count(*) filter (where state not in ('held', 'undelivered')) as on_the_way,
         count(*) filter (where state = 'held') as held,
         count(*) filter (where state = 'undelivered') as undelivered,
         max(accepted_at) filter (where state = 'accepted') as accepted_at
  from present
  where $3::uuid is null or client_id in (select client_id from own)
  group by installation_id
)
select i.id as "installationId", connected.count as connections, delivered.count as delivered,
       coalesce(c.on_the_way, 0) as "onTheWay", coalesce(c.held, 0) as held, coalesce(c.undelivered, 0) as undelivered,
       greatest(c.accepted_at, latest.accepted_at) as "lastSentAt",
       i.dossiers_fetched_at is not null or i.mapping_attribute_id is not null as "isCompared"
from installations i
left join counted c on c.installation_id = i.id
cross join lateral (
  select count(*) from connections o
  where o.firm_id = i.firm_id and o.installation_id = i.id and o.state <> 'disconnected'
    and ($3::uuid is null or o.client_id in (select client_id from own))
) connected
cross join lateral (
  select count(*) from deliveries d
  where d.firm_id = i.firm_id and d.installation_id = i.id and d.state = 'delivered' and d.ended_at >= (select midnight from today)
    and ($3::uuid is null or d.client_id in (select client_id from own))
) delivered
left join lateral (
  select d.accepted_at from deliveries d
  where d.firm_id = i.firm_id and d.installation_id = i.id and d.state = 'delivered'
    and ($3::uuid is null or d.client_id in (select client_id from own))
  order by d.ended_at desc limit 1
) latest on true
where i.firm_id = $1::uuid and i.state <> 'removed'
order by i.created_at, i.id

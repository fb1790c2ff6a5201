-- What one statement must see as it is now, not as it was when the statement began: a volatile function reads anew at each call.

-- How many deliveries of a lane are leased. The claim calls it once it holds the lane's row, when nobody else can lease there.
create function leased_in_lane(firm uuid, lane uuid) returns integer language sql volatile
  as $$ select count(*)::integer from deliveries d where d.firm_id = firm and d.lane_id = lane and d.state = 'sending' $$;

-- Versions by their receipt: the ledger's right side finds those that have no receipt.
create index versions_by_receipt on versions (firm_id, received_at);

-- Who did what. An entry is inserted unsealed; one job per firm gives it its number and chains it to the one before by hash.
-- What names people is in a row of its own, which can be erased without breaking the chain: its hash is what is chained.

create table audit_entries (
  firm_id uuid not null references firms (id),
  id uuid not null,
  at timestamptz not null,
  action text not null check (action <> ''),
  actor_kind text not null check (actor_kind in ('system', 'user', 'agent', 'api_key', 'operator')),
  actor_id uuid,
  subject_kind text not null check (subject_kind <> ''),
  subject_id text,
  details_sha256 text not null check (details_sha256 ~ '^[0-9a-f]{64}$'),
  -- Given when sealed: 1, 2, 3… without a gap.
  number bigint,
  previous_hash text,
  hash text,
  primary key (firm_id, id),
  unique (firm_id, number),
  check ((number is null) = (hash is null))
);
create index audit_entries_unsealed on audit_entries (firm_id, id) where number is null;
create index audit_entries_by_subject on audit_entries (firm_id, subject_kind, subject_id);

create table audit_details (
  firm_id uuid not null,
  entry_id uuid not null,
  -- Random: a name cannot be guessed from the hash that stays once this row is erased.
  salt text not null,
  actor_name text,
  subject_name text,
  -- json, not jsonb: its text is what was hashed.
  details json not null,
  primary key (firm_id, entry_id),
  foreign key (firm_id, entry_id) references audit_entries (firm_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['audit_entries', 'audit_details'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert on %I to navette_app', name);
  end loop;
end $$;

-- Sealing is the only change an entry ever sees; erasing a person's data, the only one its details see.
grant update (number, previous_hash, hash) on audit_entries to navette_app;
grant delete on audit_details to navette_app;

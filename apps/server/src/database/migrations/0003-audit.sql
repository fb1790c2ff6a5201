-- Who did what. An entry is inserted unsealed; one job per firm gives it its number and chains it to the one before by hash.
-- What names people is in a row of its own, which can be erased without breaking the chain: its hash is what is chained.

create table audit_entries (
  firm_id uuid not null references firms (id),
  id uuid not null,
  at timestamptz not null,
  -- These are lines of the text that is hashed, and cells of its export: no line's end, and nothing like a formula.
  action text not null check (action ~ '^[a-z0-9._-]+$'),
  actor_kind text not null check (actor_kind in ('system', 'user', 'agent', 'api_key', 'operator')),
  actor_id uuid,
  subject_kind text not null check (subject_kind ~ '^[a-z0-9_-]+$'),
  subject_id text check (subject_id ~ '^[[:alnum:]][^[:cntrl:]]*$'),
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
create index audit_entries_newest on audit_entries (firm_id, at desc, id desc);

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

-- Where the chain of a firm ends: entries taken away from its end are missed too. Its row is locked by whoever seals.
create table audit_heads (
  firm_id uuid not null references firms (id),
  number bigint not null,
  hash text not null,
  primary key (firm_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['audit_entries', 'audit_details', 'audit_heads'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert on %I to navette_app', name);
  end loop;
end $$;

-- Sealing is the only change an entry ever sees; erasing a person's data, the only one its details see.
-- Sealed once, an entry cannot be sealed again.
grant update (number, previous_hash, hash) on audit_entries to navette_app;
create policy sealed_once on audit_entries as restrictive for update to navette_app
  using (number is null) with check (number is not null);
grant update (number, hash) on audit_heads to navette_app;
grant delete on audit_details to navette_app;

-- The net of the sealer: which firms have entries to seal, and nothing else of them.
create policy queue on audit_entries for select to navette_queue using (number is null);
grant select (firm_id, number) on audit_entries to navette_queue;

-- ── bulk jobs ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- A gesture on many things: an import, a selection. Its items are frozen at preview, and confirming names that snapshot.
--   preview → waiting → running → done | failed;  preview, waiting, running → cancelled
create table jobs (
  firm_id uuid not null references firms (id),
  id uuid not null,
  kind text not null check (kind <> ''),
  state text not null check (state in ('preview', 'waiting', 'running', 'done', 'cancelled', 'failed')),
  created_by uuid not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  ended_at timestamptz,
  -- Items in all, and how many of them ended how; the others are pending.
  total integer not null check (total >= 0),
  done integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  params jsonb not null default '{}',
  result jsonb,
  -- Why it failed as a whole: its creator lost his rights.
  code text,
  primary key (firm_id, id),
  foreign key (firm_id, created_by) references members (firm_id, user_id),
  check (done + failed + skipped <= total),
  check ((state in ('done', 'cancelled', 'failed')) = (ended_at is not null)),
  check ((state = 'failed') = (code is not null))
);
create index jobs_unconfirmed on jobs (firm_id, created_at) where state = 'preview';

create table job_items (
  firm_id uuid not null,
  job_id uuid not null,
  -- 1, 2, 3… in the order of the file or of the selection.
  row integer not null check (row > 0),
  payload jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'failed', 'skipped')),
  code text,
  code_params jsonb,
  detail jsonb,
  primary key (firm_id, job_id, row),
  foreign key (firm_id, job_id) references jobs (firm_id, id) on delete cascade,
  check ((state = 'failed') = (code is not null))
);
create index job_items_by_state on job_items (firm_id, job_id, state, row);

do $$
declare
  name text;
begin
  foreach name in array array['jobs', 'job_items'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert, update, delete on %I to navette_app', name);
  end loop;
end $$;

-- The tables of Navette. Every one carries firm_id, first in its keys; row-level security gives nothing outside a firm.
-- Roles exist already (database/roles.ts): navette_app (the product), navette_queue (claims across firms, listed columns),
-- navette_auth (who is calling, and which firm). None owns a table.

create schema auth;

create function current_firm() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('navette.firm_id', true), '')::uuid $$;

-- ── firms and people ────────────────────────────────────────────────────────────────────────────────────────────────

create table firms (
  id uuid primary key,
  name text not null check (name <> ''),
  web_service_id text not null unique,
  state text not null default 'active' check (state in ('active', 'suspended')),
  time_zone text not null default 'Europe/Paris',
  grace_months integer not null default 12 check (grace_months between 0 and 120),
  max_file_bytes bigint not null default 2147483648,
  folder_template jsonb not null,
  created_at timestamptz not null
);

create table members (
  firm_id uuid not null references firms (id),
  user_id uuid not null,
  role text not null check (role in ('admin', 'collaborator', 'client')),
  name text not null,
  email text not null,
  sees_all_clients boolean not null default true,
  state text not null default 'active' check (state in ('active', 'deactivated')),
  created_at timestamptz not null,
  primary key (firm_id, user_id)
);
create index members_user on members (user_id);

create table firm_keys (
  firm_id uuid not null references firms (id),
  id uuid not null,
  wrapped bytea not null,
  created_at timestamptz not null,
  primary key (firm_id, id)
);

-- One row: proves at start-up that the master key is the one that sealed this database. Holds nothing of any firm.
create table master_key_sentinel (
  singleton boolean primary key default true check (singleton),
  sealed bytea not null
);

-- ── clients and their trees ─────────────────────────────────────────────────────────────────────────────────────────

create table clients (
  firm_id uuid not null references firms (id),
  id uuid not null,
  name text not null check (name <> ''),
  search_key text not null,
  code text,
  siret text check (siret ~ '^[0-9]{14}$'),
  siret_override_reason text,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (firm_id, id)
);
create index clients_by_name on clients (firm_id, search_key, id);
create index clients_by_siret on clients (firm_id, siret);

create table client_members (
  firm_id uuid not null,
  client_id uuid not null,
  user_id uuid not null,
  primary key (firm_id, client_id, user_id),
  foreign key (firm_id, client_id) references clients (firm_id, id) on delete cascade,
  foreign key (firm_id, user_id) references members (firm_id, user_id) on delete cascade
);
create index client_members_user on client_members (firm_id, user_id, client_id);

create table folders (
  firm_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  parent_id uuid,
  name text not null check (name <> '' and position('/' in name) = 0),
  path text not null,
  path_key text not null,
  created_at timestamptz not null,
  primary key (firm_id, id),
  unique (firm_id, client_id, path_key),
  foreign key (firm_id, client_id) references clients (firm_id, id) on delete cascade,
  foreign key (firm_id, parent_id) references folders (firm_id, id)
);
create index folders_by_parent on folders (firm_id, parent_id);

-- ── documents and bytes ─────────────────────────────────────────────────────────────────────────────────────────────

create table blobs (
  firm_id uuid not null references firms (id),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint not null,
  state text not null default 'stored' check (state in ('stored', 'deleting')),
  touched_at timestamptz not null,
  primary key (firm_id, sha256)
);

create table documents (
  firm_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  folder_id uuid not null,
  name text not null check (name <> ''),
  name_key text not null,
  document_type text check (document_type in ('administrative', 'sales', 'purchase', 'expense', 'other')),
  current_version_id uuid not null,
  -- Where a person or an agent put it, before the archive took it.
  source_folder_id uuid,
  archived_at timestamptz,
  created_at timestamptz not null,
  received_at timestamptz not null,
  deleted_at timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, client_id) references clients (firm_id, id),
  foreign key (firm_id, folder_id) references folders (firm_id, id),
  foreign key (firm_id, source_folder_id) references folders (firm_id, id)
);
create unique index documents_name on documents (firm_id, folder_id, name_key) where deleted_at is null;
create index documents_by_folder on documents (firm_id, folder_id, received_at desc, id desc) where deleted_at is null;
create index documents_by_client on documents (firm_id, client_id, received_at desc, id desc);

create table versions (
  firm_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  number integer not null check (number > 0),
  name text not null,
  sha256 text not null,
  size_bytes bigint not null,
  media_type text not null,
  origin_kind text not null check (origin_kind in ('user', 'agent', 'api')),
  origin_id uuid not null,
  origin_name text not null,
  -- The description of the hot folder, for an agent's drop.
  origin_detail text,
  received_at timestamptz not null,
  primary key (firm_id, id),
  unique (firm_id, document_id, number),
  foreign key (firm_id, document_id) references documents (firm_id, id) deferrable initially deferred,
  foreign key (firm_id, sha256) references blobs (firm_id, sha256)
);
create index versions_by_sha on versions (firm_id, sha256);
-- The ledger's right side finds by it the versions that have no receipt.
create index versions_by_receipt on versions (firm_id, received_at);
alter table documents add foreign key (firm_id, current_version_id) references versions (firm_id, id) deferrable initially deferred;

-- What came in: the left side of the ledger. Written with the document, never derived from deliveries.
create table receipts (
  firm_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('received', 'moved', 'backfilled', 'repeated')),
  -- The day of the version's receipt, in the firm's time zone.
  day date not null,
  obligations integer not null check (obligations >= 0),
  at timestamptz not null,
  primary key (firm_id, id),
  foreign key (firm_id, version_id) references versions (firm_id, id)
);
create index receipts_by_day on receipts (firm_id, day, client_id);
create index receipts_by_version on receipts (firm_id, version_id);

-- (firm, caller, key) → the answer given, with a fingerprint of bytes, name and destination.
create table idempotency_keys (
  firm_id uuid not null references firms (id),
  caller text not null,
  key text not null,
  fingerprint text not null,
  document_id uuid not null,
  version_id uuid not null,
  created_at timestamptz not null,
  primary key (firm_id, caller, key)
);

-- ── agents ──────────────────────────────────────────────────────────────────────────────────────────────────────────

create table agents (
  firm_id uuid not null references firms (id),
  id uuid not null,
  -- The rights of an agent are those of the user who paired it.
  user_id uuid not null,
  name text not null,
  version text not null,
  platform text not null,
  token_sha256 text not null unique,
  paired_at timestamptz not null,
  last_contact_at timestamptz,
  hot_folders jsonb not null default '[]',
  revoked_at timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, user_id) references members (firm_id, user_id)
);

-- ── applications of the firm, connections, rules ────────────────────────────────────────────────────────────────────

create table installations (
  firm_id uuid not null references firms (id),
  id uuid not null,
  application text not null,
  name text not null,
  state text not null default 'active' check (state in ('active', 'paused', 'stopped', 'removed')),
  stopped_code text,
  stopped_params jsonb,
  stopped_at timestamptz,
  -- Sealed under the firm's data key; associated data = firm/installations/id/credentials.
  credentials bytea not null,
  public_settings jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (firm_id, id)
);

-- One row per credential: what paces it. Several processes share one limit by locking this row.
create table lanes (
  firm_id uuid not null,
  id uuid not null,
  installation_id uuid not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  next_ready_at timestamptz not null default 'infinity',
  last_served_at timestamptz not null default '-infinity',
  concurrency integer not null default 2 check (concurrency > 0),
  -- Token bucket, from the manifest: at most `rate_requests` in `rate_window_ms`.
  rate_requests integer not null check (rate_requests > 0),
  rate_window_ms integer not null check (rate_window_ms > 0),
  tokens double precision not null,
  tokens_at timestamptz not null,
  not_before timestamptz not null default '-infinity',
  breaker text not null default 'closed' check (breaker in ('closed', 'open', 'probing')),
  breaker_until timestamptz,
  breaker_openings integer not null default 0,
  primary key (firm_id, id),
  foreign key (firm_id, installation_id) references installations (firm_id, id)
);

create table connections (
  firm_id uuid not null,
  id uuid not null,
  installation_id uuid not null,
  client_id uuid not null,
  client_key text not null,
  client_key_label text,
  state text not null default 'active' check (state in ('active', 'stopped', 'disconnected')),
  stopped_code text,
  created_at timestamptz not null,
  primary key (firm_id, id),
  foreign key (firm_id, installation_id) references installations (firm_id, id),
  foreign key (firm_id, client_id) references clients (firm_id, id)
);
create unique index connections_client on connections (firm_id, installation_id, client_id) where state <> 'disconnected';
create unique index connections_key on connections (firm_id, installation_id, client_key) where state <> 'disconnected';
create index connections_by_client on connections (firm_id, client_id);

create table rules (
  firm_id uuid not null,
  id uuid not null,
  installation_id uuid not null,
  source_path text not null,
  source_key text not null,
  with_subfolders boolean not null default true,
  document_type text not null check (document_type in ('administrative', 'sales', 'purchase', 'expense', 'other')),
  archive_path text,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, installation_id) references installations (firm_id, id)
);
create unique index rules_source on rules (firm_id, installation_id, source_key) where removed_at is null;

-- ── deliveries ──────────────────────────────────────────────────────────────────────────────────────────────────────

create table deliveries (
  firm_id uuid not null,
  id uuid not null,
  lane_id uuid not null,
  state text not null check (state in
    ('waiting', 'sending', 'unknown', 'accepted', 'delivered', 'held', 'undelivered', 'duplicate', 'cancelled')),
  -- 0 = live, 1 = back-fill: documents that were there before never delay those that arrive.
  rank smallint not null default 0,
  ready_at timestamptz not null,
  lease uuid,
  lease_until timestamptz,
  -- accepted: when the partner is asked next; unknown: when it is looked for next.
  check_at timestamptz,
  checks integer not null default 0,
  tries integer not null default 0,
  worker_deaths integer not null default 0,
  version_id uuid not null,
  document_id uuid not null,
  client_id uuid not null,
  installation_id uuid not null,
  connection_id uuid not null,
  -- The matched rule and its values, never recomputed.
  rule_id uuid not null,
  document_type text not null,
  period_year integer,
  period_month integer,
  archive_path text,
  repeat_number smallint not null default 0,
  held_reason text check (held_reason in
    ('paused', 'partner_down', 'connection', 'no_connection', 'guard', 'duplicate', 'manual', 'period')),
  code text,
  code_params jsonb,
  partner_ref text,
  partner_status text,
  -- The partner says that it is in the books.
  booked boolean not null default false,
  created_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  primary key (firm_id, id),
  unique (firm_id, version_id, connection_id, repeat_number),
  foreign key (firm_id, lane_id) references lanes (firm_id, id),
  foreign key (firm_id, version_id) references versions (firm_id, id),
  foreign key (firm_id, document_id) references documents (firm_id, id),
  foreign key (firm_id, client_id) references clients (firm_id, id),
  foreign key (firm_id, installation_id) references installations (firm_id, id),
  foreign key (firm_id, connection_id) references connections (firm_id, id),
  foreign key (firm_id, rule_id) references rules (firm_id, id),
  check ((state = 'held') = (held_reason is not null)),
  check ((state = 'sending') = (lease is not null)),
  check (state not in ('undelivered', 'unknown') or code is not null)
);
create index deliveries_waiting on deliveries (firm_id, lane_id, rank, ready_at, id) where state = 'waiting';
create index deliveries_sending on deliveries (firm_id, lane_id) where state = 'sending';
create index deliveries_leased on deliveries (lease_until) where state = 'sending';
create index deliveries_to_check on deliveries (firm_id, lane_id, check_at) where state in ('accepted', 'unknown');
create index deliveries_held on deliveries (firm_id, installation_id, created_at) where state = 'held';
create index deliveries_undelivered on deliveries (firm_id, client_id, ended_at) where state = 'undelivered';
create index deliveries_by_client on deliveries (firm_id, client_id, created_at desc, id desc);
create index deliveries_by_document on deliveries (firm_id, document_id);
create index deliveries_listed on deliveries (firm_id, created_at desc, id desc);

-- How many deliveries of a lane are leased. Volatile: it reads anew at each call, so that the claim, which calls it once it holds
-- the lane's row, sees what was leased since its statement began.
create function leased_in_lane(firm uuid, lane uuid) returns integer language sql volatile
  as $$ select count(*)::integer from deliveries d where d.firm_id = firm and d.lane_id = lane and d.state = 'sending' $$;

-- Each try. The row is committed with its start before the partner is called; `ended_at` null means the answer is not known yet.
create table attempts (
  firm_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  lease uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('accepted', 'duplicate', 'refused', 'failed', 'lost', 'found', 'not_found')),
  code text,
  http_status integer,
  request_id text,
  partner_ref text,
  partner_words text,
  primary key (firm_id, delivery_id, number),
  foreign key (firm_id, delivery_id) references deliveries (firm_id, id),
  check ((ended_at is null) = (outcome is null))
);

-- The time line of a version: what happened, when, by whom. Attempts have their own table.
create table history (
  firm_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  version_id uuid not null,
  delivery_id uuid,
  at timestamptz not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('system', 'user', 'agent')),
  actor_name text,
  details jsonb not null default '{}',
  primary key (firm_id, id),
  foreign key (firm_id, document_id) references documents (firm_id, id),
  foreign key (firm_id, version_id) references versions (firm_id, id)
);
create index history_by_document on history (firm_id, document_id, id);

-- ── who may see what ────────────────────────────────────────────────────────────────────────────────────────────────

do $$
declare
  name text;
begin
  foreach name in array array[
    'members', 'firm_keys', 'clients', 'client_members', 'folders', 'blobs', 'documents', 'versions', 'receipts',
    'idempotency_keys', 'agents', 'installations', 'lanes', 'connections', 'rules', 'deliveries', 'attempts', 'history'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert, update, delete on %I to navette_app', name);
  end loop;
end $$;

alter table firms enable row level security;
alter table firms force row level security;
create policy firm on firms using (id = (select current_firm())) with check (id = (select current_firm()));
grant select, insert, update on firms to navette_app;

-- The operator's command lists and suspends firms: the owner sees this table alone, whole.
create policy operator on firms to current_user using (true) with check (true);

alter table master_key_sentinel enable row level security;
alter table master_key_sentinel force row level security;
create policy platform on master_key_sentinel using (true) with check (true);
grant select, insert on master_key_sentinel to navette_app;

-- History, receipts and attempts are kept: the product adds to them; attempts are closed once.
revoke update, delete on history, receipts from navette_app;
revoke delete on attempts, deliveries, versions from navette_app;

-- Who is calling, and which firm: the columns that answer it, across firms.
grant usage on schema auth to navette_auth;
create policy sign_in on members for select to navette_auth using (true);
create policy sign_in on firms for select to navette_auth using (true);
create policy sign_in on agents for select to navette_auth using (true);
grant select (firm_id, user_id, role, name, email, sees_all_clients, state) on members to navette_auth;
grant select (id, name, web_service_id, state) on firms to navette_auth;
grant select (firm_id, id, user_id, name, token_sha256, revoked_at) on agents to navette_auth;

-- The queue: claims and hands back across firms; no name, no key, no words of a document.
create policy queue on deliveries to navette_queue using (true) with check (true);
create policy queue on lanes to navette_queue using (true) with check (true);
create policy queue on attempts for select to navette_queue using (true);
create policy queue on firms for select to navette_queue using (true);
grant select (firm_id, id, lane_id, installation_id, state, held_reason, rank, ready_at, lease, lease_until, check_at, worker_deaths, code)
  on deliveries to navette_queue;
grant update (state, held_reason, lease, lease_until, check_at, worker_deaths, code, code_params) on deliveries to navette_queue;
grant select on lanes to navette_queue;
grant update (next_ready_at, last_served_at, tokens, tokens_at, not_before) on lanes to navette_queue;
grant select (firm_id, delivery_id, number, lease, ended_at) on attempts to navette_queue;
grant select (id, state) on firms to navette_queue;

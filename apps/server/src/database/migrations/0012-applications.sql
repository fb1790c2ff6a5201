-- Setting an application up: what the wizard keeps between two visits, which dossiers the partner showed, which a person chose, and
-- rules that concern some clients alone.

-- `preparing`: added in the wizard and not started yet; documents that arrive meanwhile are not its concern.
alter table installations drop constraint installations_state_check;
alter table installations add constraint installations_state_check
  check (state in ('preparing', 'active', 'paused', 'stopped', 'removed'));
alter table installations
  -- When its documents began to leave.
  add column started_at timestamptz,
  -- Who paused it, a member or a key of the API, and when.
  add column paused_at timestamptz,
  add column paused_by uuid,
  -- What the partner calls the account, and when its credentials last worked.
  add column identity text,
  add column checked_at timestamptz,
  -- A new version of a document that this application has: sent in its turn, held for a person, or not sent.
  add column version_policy text not null default 'send' check (version_policy in ('send', 'ask', 'never')),
  -- The attribute of clients that holds their key there.
  add column mapping_attribute_id uuid,
  add column dossiers_fetched_at timestamptz;
update installations set started_at = created_at;
alter table installations
  add foreign key (firm_id, mapping_attribute_id) references attributes (firm_id, id) on delete set null (mapping_attribute_id);

-- The day of each application and what it sent last, without reading the deliveries of years.
create index deliveries_delivered on deliveries (firm_id, installation_id, ended_at) where state = 'delivered';

-- `all`: every client connected to the application, now and later; `listed`: those of `rule_connections`.
alter table rules add column scope text not null default 'all' check (scope in ('all', 'listed'));
alter table rules add unique (firm_id, installation_id, id);
alter table connections add unique (firm_id, installation_id, id);

-- The folders of one path in all the firm's trees: what a rule finds of thousands of clients.
create index folders_by_path on folders (firm_id, path_key, client_id) include (id, name) where bin_entry_id is null;

-- Beside the year and the month that a path gave.
alter table deliveries add column period_quarter smallint;

create table rule_connections (
  firm_id uuid not null,
  installation_id uuid not null,
  rule_id uuid not null,
  connection_id uuid not null,
  primary key (firm_id, rule_id, connection_id),
  foreign key (firm_id, installation_id, rule_id) references rules (firm_id, installation_id, id) on delete cascade,
  foreign key (firm_id, installation_id, connection_id) references connections (firm_id, installation_id, id) on delete cascade
);
create index rule_connections_by_connection on rule_connections (firm_id, connection_id);

-- A client's key from a file that is being imported, where it is a secret; forgotten once its row ended.
alter table job_items add column sealed bytea;

-- A bulk job is a person's, or a key's of the API.
alter table jobs
  alter column created_by drop not null,
  add column api_key_id uuid,
  add foreign key (firm_id, api_key_id) references api_keys (firm_id, id),
  add check (num_nonnulls(created_by, api_key_id) = 1);

-- The partner's dossiers as they were last listed: what clients are compared with.
create table dossiers (
  firm_id uuid not null,
  installation_id uuid not null,
  key text not null,
  name text not null,
  siren text,
  nic text,
  active boolean not null,
  primary key (firm_id, installation_id, key),
  foreign key (firm_id, installation_id) references installations (firm_id, id)
);

-- What somebody decided of a client, over what is computed; a member, or a key of the API. Without a dossier: not to be connected.
create table mapping_choices (
  firm_id uuid not null,
  installation_id uuid not null,
  client_id uuid not null,
  dossier_key text,
  chosen_by uuid not null,
  chosen_at timestamptz not null,
  primary key (firm_id, installation_id, client_id),
  foreign key (firm_id, installation_id) references installations (firm_id, id),
  foreign key (firm_id, client_id) references clients (firm_id, id)
);
create index mapping_choices_by_client on mapping_choices (firm_id, client_id);

-- The wizard, left and come back to. One is open per application that is being added, and per installation.
create table setups (
  firm_id uuid not null references firms (id),
  id uuid not null,
  application text not null,
  installation_id uuid,
  step text not null check (step in ('clients', 'credentials', 'mapping', 'rules')),
  created_by uuid not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, installation_id) references installations (firm_id, id)
);
create unique index setups_open on setups (firm_id, application) where installation_id is null and ended_at is null;
create unique index setups_open_of on setups (firm_id, installation_id) where ended_at is null;

create table setup_clients (
  firm_id uuid not null,
  setup_id uuid not null,
  client_id uuid not null,
  primary key (firm_id, setup_id, client_id),
  foreign key (firm_id, setup_id) references setups (firm_id, id) on delete cascade,
  foreign key (firm_id, client_id) references clients (firm_id, id)
);
create index setup_clients_by_client on setup_clients (firm_id, client_id);

-- An application that somebody who may not add one asks for, in his own words.
create table application_requests (
  firm_id uuid not null references firms (id),
  id uuid not null,
  text text not null check (text <> ''),
  requested_by uuid not null,
  requested_at timestamptz not null,
  closed_by uuid,
  closed_at timestamptz,
  primary key (firm_id, id)
);
create index application_requests_open on application_requests (firm_id, id) where closed_at is null;

do $$
declare
  name text;
begin
  foreach name in array array[
    'rule_connections', 'dossiers', 'mapping_choices', 'setups', 'setup_clients', 'application_requests'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert, update, delete on %I to navette_app', name);
  end loop;
end $$;

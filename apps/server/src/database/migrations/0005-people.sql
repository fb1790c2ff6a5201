-- Outgoing mail of a firm, invitations by e-mail, and the keys of integrators.

-- When he last came to this firm, written at most every few minutes.
alter table members add column last_seen_at timestamptz;

-- ── mail ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The firm's own SMTP server. Without a row its mails leave by the operator's, where there is one.
create table mail_settings (
  firm_id uuid not null references firms (id),
  host text not null check (host <> ''),
  port integer not null check (port between 1 and 65535),
  -- tls: from the first byte; starttls: demanded before anything is said; none: in clear.
  security text not null check (security in ('none', 'starttls', 'tls')),
  user_name text,
  -- Sealed under the firm's data key; associated data = firm/mail_settings/password.
  password bytea,
  from_address text not null,
  from_name text not null,
  changed_at timestamptz not null,
  primary key (firm_id),
  check (password is null or user_name is not null)
);

-- ── invitations ─────────────────────────────────────────────────────────────────────────────────────────────────────

--   pending → accepted | cancelled; pending past expires_at cannot be accepted until it is sent again
create table invitations (
  firm_id uuid not null references firms (id),
  id uuid not null,
  -- In lower case: who may accept is whoever owns this address.
  email text not null check (email = lower(email)),
  name text,
  role text not null check (role in ('admin', 'collaborator', 'client')),
  sees_all_clients boolean not null,
  token_sha256 text not null check (token_sha256 ~ '^[0-9a-f]{64}$'),
  -- The link sent before this one, so that whoever opens it is told why it no longer works.
  previous_sha256 text,
  language text not null check (language in ('fr', 'en')),
  invited_by uuid not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- Why its mail did not leave.
  mail_code text,
  mail_params jsonb,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  cancelled_at timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, invited_by) references members (firm_id, user_id),
  check ((accepted_at is null) = (accepted_by is null)),
  check (accepted_at is null or cancelled_at is null)
);
create unique index invitations_pending on invitations (firm_id, email) where accepted_at is null and cancelled_at is null;
create index invitations_by_token on invitations (firm_id, token_sha256);
create index invitations_by_previous on invitations (firm_id, previous_sha256) where previous_sha256 is not null;

create table invitation_clients (
  firm_id uuid not null,
  invitation_id uuid not null,
  client_id uuid not null,
  primary key (firm_id, invitation_id, client_id),
  foreign key (firm_id, invitation_id) references invitations (firm_id, id) on delete cascade,
  foreign key (firm_id, client_id) references clients (firm_id, id) on delete cascade
);

-- ── keys of integrators ─────────────────────────────────────────────────────────────────────────────────────────────

-- A key belongs to the firm, not to who made it: it outlives his leaving. Its hash alone is kept.
create table api_keys (
  firm_id uuid not null references firms (id),
  id uuid not null,
  name text not null check (name <> ''),
  token_sha256 text not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
  -- Its first characters, by which people tell keys apart.
  prefix text not null,
  scopes jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (firm_id, id),
  foreign key (firm_id, created_by) references members (firm_id, user_id)
);

-- What a key does is told under the key's name.
alter table history drop constraint history_actor_kind_check;
alter table history add constraint history_actor_kind_check check (actor_kind in ('system', 'user', 'agent', 'api'));

do $$
declare
  name text;
begin
  foreach name in array array['mail_settings', 'invitations', 'invitation_clients', 'api_keys'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert, update, delete on %I to navette_app', name);
  end loop;
end $$;

-- Invitations and keys are kept, ended: what they let in must stay explainable.
revoke delete on invitations, api_keys from navette_app;

grant select (last_seen_at) on members to navette_auth;

-- Who is calling: a key answers it across firms, as an agent's token does.
create policy sign_in on api_keys for select to navette_auth using (true);
grant select (firm_id, id, name, token_sha256, scopes, expires_at, last_used_at, revoked_at) on api_keys to navette_auth;

-- Second factor, language of a person, and sign-in by a firm's own OpenID Connect provider.

-- ── the library's tables, as its two-factor plugin and our fields want them ─────────────────────────────────────────

alter table auth."user" add column "language" text;
alter table auth."user" add column "twoFactorEnabled" boolean;
-- The one firm that this session opens: that firm's provider signed the person in, and speaks for no other firm.
alter table auth."session" add column "onlyFirmId" text;
create table auth."twoFactor" (
  "id" text not null primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references auth."user" ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index two_factor_secret on auth."twoFactor" ("secret");
create index two_factor_user_id on auth."twoFactor" ("userId");
grant select, insert, update, delete on auth."twoFactor" to navette_auth;

-- ── what a firm asks of its people ──────────────────────────────────────────────────────────────────────────────────

alter table firms add column require_second_factor boolean not null default false;
grant select (require_second_factor) on firms to navette_auth;

-- ── a firm's provider ───────────────────────────────────────────────────────────────────────────────────────────────

create table sign_in_providers (
  firm_id uuid not null references firms (id),
  id uuid not null,
  issuer text not null check (issuer <> ''),
  client_id text not null check (client_id <> ''),
  -- Sealed under the firm's data key; associated data = firm/sign_in_providers/id/client_secret.
  client_secret bytea not null,
  -- Its tokens do not say whether an e-mail is verified, and the administrator answers for it (Microsoft Entra ID).
  trusts_emails boolean not null default false,
  created_at timestamptz not null,
  primary key (firm_id, id),
  unique (firm_id)
);

-- A domain belongs to one firm of the whole platform: by it, people find their provider before anyone knows who they are.
create table sign_in_domains (
  firm_id uuid not null,
  provider_id uuid not null,
  domain text not null unique check (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$'),
  primary key (firm_id, domain),
  foreign key (firm_id, provider_id) references sign_in_providers (firm_id, id) on delete cascade
);

do $$
declare
  name text;
begin
  foreach name in array array['sign_in_providers', 'sign_in_domains'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert, update, delete on %I to navette_app', name);
  end loop;
end $$;

create policy sign_in on sign_in_domains for select to navette_auth using (true);
grant select (firm_id, provider_id, domain) on sign_in_domains to navette_auth;

-- Where a firm that has a mail server of its own reads the mails that came back (docs/operations/mail.md).
create table bounce_mailboxes (
  firm_id uuid not null references firms (id),
  -- `rebonds@cabinet.fr`, read as `rebonds+<token>@cabinet.fr`; `@rebonds.cabinet.fr` for a whole domain.
  address text not null check (address ~ '^[a-z0-9._-]*@[a-z0-9.-]+$'),
  host text not null check (host <> ''),
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('none', 'starttls', 'tls')),
  user_name text not null check (user_name <> ''),
  password bytea not null,
  folder text not null check (folder <> ''),
  changed_at timestamptz not null,
  -- The claim of its next reading, across firms; a mailbox that cannot be read is tried less and less often.
  next_read_at timestamptz not null,
  failures integer not null default 0,
  read_at timestamptz,
  problem_code text,
  problem_params jsonb,
  primary key (firm_id),
  check ((problem_code is null) = (problem_params is null))
);
create index bounce_mailboxes_due on bounce_mailboxes (next_read_at);

alter table bounce_mailboxes enable row level security;
alter table bounce_mailboxes force row level security;
create policy firm on bounce_mailboxes
  using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()));
grant select, insert, update, delete on bounce_mailboxes to navette_app;

-- Which mailboxes are due, of every firm, and nothing of them.
create policy queue on bounce_mailboxes to navette_queue using (true) with check (true);
grant select (firm_id, next_read_at) on bounce_mailboxes to navette_queue;
grant update (next_read_at) on bounce_mailboxes to navette_queue;

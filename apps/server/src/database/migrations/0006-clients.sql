-- Attributes: what a firm notes of its clients. The SIRET and the code, which were columns, become values of two of them.

-- How names and values are sorted: without accents or case whatever the collation of the database, numbers padded to 14 digits so
-- that `Garage 2` comes before `Garage 10`.
create function sortable(value text) returns text language sql immutable strict parallel safe
  return regexp_replace(
    regexp_replace(
      replace(replace(lower(regexp_replace(normalize(replace(replace(left(value, 200), 'Œ', 'œ'), 'Æ', 'æ'), nfkd), '[\u0300-\u036f]', '', 'g')),
        'œ', 'oe'), 'æ', 'ae'),
      '([0-9]+)', '0000000000000\1', 'g'),
    '0*([0-9]{14})', '\1', 'g');

create table attributes (
  firm_id uuid not null references firms (id),
  id uuid not null,
  label text not null check (label <> ''),
  -- The label as labels are compared.
  label_key text not null,
  kind text not null check (kind in ('text', 'siret', 'siren', 'code', 'email')),
  is_unique boolean not null default false,
  -- 1, 2, 3… without a gap.
  position integer not null check (position > 0),
  created_at timestamptz not null,
  primary key (firm_id, id),
  unique (firm_id, label_key),
  -- What lets each value carry whether it is unique.
  unique (firm_id, id, is_unique)
);

create table attribute_values (
  firm_id uuid not null,
  client_id uuid not null,
  attribute_id uuid not null,
  value text not null check (value <> ''),
  -- As values of its kind are compared (`packages/model/src/attribute-kind.ts`).
  value_key text collate "C" not null,
  sort_key text collate "C" not null generated always as (sortable(value)) stored,
  -- Its attribute's, kept equal by the foreign key.
  is_unique boolean not null,
  -- Why a number is kept whose check digit is wrong.
  override_reason text,
  primary key (firm_id, client_id, attribute_id),
  foreign key (firm_id, client_id) references clients (firm_id, id) on delete cascade,
  foreign key (firm_id, attribute_id, is_unique) references attributes (firm_id, id, is_unique)
    on update cascade on delete cascade
);
-- One client per value of a unique attribute, whoever writes at the same time.
create unique index attribute_values_unique on attribute_values (firm_id, attribute_id, value_key) where is_unique;
create index attribute_values_by_key on attribute_values (firm_id, attribute_id, value_key);

-- The bytes of an import that was previewed: they are read again when somebody says what the columns are.
create table client_imports (
  firm_id uuid not null,
  job_id uuid not null,
  file_name text not null,
  bytes bytea not null,
  primary key (firm_id, job_id),
  foreign key (firm_id, job_id) references jobs (firm_id, id) on delete cascade
);

do $$
declare
  name text;
begin
  foreach name in array array['attributes', 'attribute_values', 'client_imports'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert, update, delete on %I to navette_app', name);
  end loop;
end $$;

-- What is there already. The owner sees clients firm by firm, like everyone.
do $$
declare
  firm record;
begin
  for firm in select id, created_at from firms loop
    perform set_config('navette.firm_id', firm.id::text, true);
    -- Two clients may have had one code: then it is not unique, and the administrator sees to it.
    insert into attributes (firm_id, id, label, label_key, kind, is_unique, position, created_at)
    values
      (firm.id, gen_random_uuid(), 'SIRET', 'siret', 'siret', false, 1, firm.created_at),
      (firm.id, gen_random_uuid(), 'Code dossier', 'code dossier', 'code',
        not exists (
          select from clients where code is not null
          group by regexp_replace(lower(normalize(code, nfkc)), '\s+', '', 'g') having count(*) > 1),
        2, firm.created_at),
      (firm.id, gen_random_uuid(), 'E-mail de collecte', 'e-mail de collecte', 'email', false, 3, firm.created_at);
    insert into attribute_values (firm_id, client_id, attribute_id, value, value_key, is_unique, override_reason)
    select c.firm_id, c.id, a.id, c.siret, c.siret, a.is_unique, c.siret_override_reason
    from clients c join attributes a on a.firm_id = c.firm_id and a.kind = 'siret'
    where c.siret is not null;
    insert into attribute_values (firm_id, client_id, attribute_id, value, value_key, is_unique)
    select c.firm_id, c.id, a.id, c.code, regexp_replace(lower(normalize(c.code, nfkc)), '\s+', '', 'g'), a.is_unique
    from clients c join attributes a on a.firm_id = c.firm_id and a.kind = 'code'
    where c.code is not null;
    -- A code is also found without its spaces.
    update clients set search_key = search_key || ' ' || regexp_replace(lower(code), '\s+', '', 'g') where code like '% %';
  end loop;
  perform set_config('navette.firm_id', '', true);
end $$;

alter table clients
  drop column code,
  drop column siret,
  drop column siret_override_reason,
  add column sort_key text collate "C" not null generated always as (sortable(name)) stored;
drop index clients_by_name;
create index clients_by_name on clients (firm_id, sort_key, id);

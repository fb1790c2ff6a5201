-- Folders and documents: lists sorted and searched, counts, the bin, downloads, resumable uploads, trees that grow.

-- ── names, as they are searched and sorted ──────────────────────────────────────────────────────────────────────────

-- Without accents, whatever the collation of the database. Its argument is in lower case.
create function fold_name(name text) returns text language sql immutable strict parallel safe
  return replace(replace(regexp_replace(normalize(name, nfkd), '[\u0300-\u036f]', '', 'g'), 'œ', 'oe'), 'æ', 'ae');

-- Numbers are padded to 12 digits, so that `scan 9` comes before `scan 10`.
create function sort_key_of(name text) returns text language sql immutable strict parallel safe
  return regexp_replace(regexp_replace(fold_name(name), '([0-9]+)', '00000000000\1', 'g'), '0*([0-9]{12})', '\1', 'g');

-- The words by which a name is found: what stands between signs, and each run of digits or letters of it. `fa2026-11.pdf` is
-- fa2026, fa, 2026, 11 and pdf.
create function words_of(name text) returns setof text language sql immutable strict parallel safe
  begin atomic
    select distinct left(word, 64)
    from (
      select regexp_split_to_table(fold_name(regexp_replace(name, '\.[a-z0-9]{1,5}$', '')), '[^a-z0-9\u00c0-\u1fff\u2070-\U0010ffff]+') as word
      union all
      select found[1]
      from regexp_matches(fold_name(regexp_replace(name, '\.[a-z0-9]{1,5}$', '')), '[0-9]+|[a-z\u00c0-\u1fff\u2070-\U0010ffff]+', 'g') as found
    ) as part
    where word <> ''
    limit 40;
  end;

alter table documents
  add column search_key text collate "C" not null generated always as (fold_name(name_key)) stored,
  add column sort_key text collate "C" not null generated always as (sort_key_of(name_key)) stored,
  -- Of the current version.
  add column size_bytes bigint not null default 0,
  add column bin_entry_id uuid;

-- What a folder's list is searched and sorted by, read without its rows.
create index documents_by_name on documents (firm_id, folder_id, sort_key, id) include (search_key, received_at, size_bytes)
  where deleted_at is null;
-- The search of who sees some clients only.
create index documents_of_client on documents (firm_id, client_id, received_at desc, id desc) include (search_key) where deleted_at is null;
create index documents_by_size on documents (firm_id, folder_id, size_bytes, id) where deleted_at is null;

-- ── what triggers keep of documents ─────────────────────────────────────────────────────────────────────────────────

-- How many documents a folder holds: the sum of its rows. Each statement adds a row and changes none, so that two uploads into one
-- folder never wait for each other; a job sums them up.
create table folder_counts (
  firm_id uuid not null,
  folder_id uuid not null,
  id bigint generated always as identity,
  documents integer not null,
  primary key (firm_id, folder_id, id),
  foreign key (firm_id, folder_id) references folders (firm_id, id) on delete cascade
);

-- The words of documents' names. Without a foreign key: the triggers that write these rows remove them.
create table document_words (
  firm_id uuid not null,
  word text collate "C" not null,
  document_id uuid not null,
  primary key (firm_id, word, document_id)
);

create function documents_inserted() returns trigger language plpgsql as $$
begin
  insert into folder_counts (firm_id, folder_id, documents)
  select firm_id, folder_id, count(*) from new_rows where deleted_at is null group by 1, 2;
  insert into document_words (firm_id, word, document_id)
  select n.firm_id, w, n.id from new_rows n cross join lateral words_of(n.name_key) w;
  return null;
end $$;

create function documents_updated() returns trigger language plpgsql as $$
begin
  insert into folder_counts (firm_id, folder_id, documents)
  select firm_id, folder_id, sum(documents)
  from (
    select n.firm_id, n.folder_id, 1 as documents from new_rows n where n.deleted_at is null
    union all
    select o.firm_id, o.folder_id, -1 from old_rows o where o.deleted_at is null
  ) as change
  group by 1, 2 having sum(documents) <> 0;
  -- Not a join: its plan would be kept from a first change of one row, and take hours for one of 50,000.
  if exists (
    (select firm_id, id, name_key from new_rows) except (select firm_id, id, name_key from old_rows))
  then
    -- Planned anew each time, for the same reason.
    execute
      'delete from document_words w
       using (select firm_id, id, name_key from old_rows except select firm_id, id, name_key from new_rows) o
             cross join lateral words_of(o.name_key) old_word
       where w.firm_id = o.firm_id and w.word = old_word and w.document_id = o.id';
    execute
      'insert into document_words (firm_id, word, document_id)
       select n.firm_id, w, n.id
       from (select firm_id, id, name_key from new_rows except select firm_id, id, name_key from old_rows) n
            cross join lateral words_of(n.name_key) w';
  end if;
  return null;
end $$;

create function documents_deleted() returns trigger language plpgsql as $$
begin
  -- A folder that goes with its documents takes its counts with it.
  insert into folder_counts (firm_id, folder_id, documents)
  select o.firm_id, o.folder_id, -count(*)
  from old_rows o join folders f on f.firm_id = o.firm_id and f.id = o.folder_id
  where o.deleted_at is null group by 1, 2;
  execute
    'delete from document_words w using old_rows o cross join lateral words_of(o.name_key) old_word
     where w.firm_id = o.firm_id and w.word = old_word and w.document_id = o.id';
  return null;
end $$;

create trigger documents_inserted after insert on documents referencing new table as new_rows
  for each statement execute function documents_inserted();
create trigger documents_updated after update on documents referencing old table as old_rows new table as new_rows
  for each statement execute function documents_updated();
create trigger documents_deleted after delete on documents referencing old table as old_rows
  for each statement execute function documents_deleted();
-- Also for who fills tables without checking their foreign keys.
alter table documents enable always trigger documents_inserted;
alter table documents enable always trigger documents_updated;
alter table documents enable always trigger documents_deleted;

-- ── the bin ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- What one gesture put in the bin. Its documents have `deleted_at` and name it; so do the folders, whose path_key then begins with
-- `bin/` instead of `/`, which leaves their path to others.
create table bin_entries (
  firm_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  document_id uuid,
  folder_id uuid,
  name text not null,
  search_key text not null generated always as (lower(fold_name(name))) stored,
  -- Of the folder it was in; `/` for a binder.
  path text not null,
  documents integer not null,
  deleted_at timestamptz not null,
  deleted_by uuid not null,
  deleted_by_name text not null,
  primary key (firm_id, id),
  foreign key (firm_id, client_id) references clients (firm_id, id) on delete cascade,
  foreign key (firm_id, document_id) references documents (firm_id, id) on delete cascade,
  foreign key (firm_id, folder_id) references folders (firm_id, id) on delete cascade,
  check ((document_id is null) <> (folder_id is null))
);
create index bin_entries_by_client on bin_entries (firm_id, client_id, id);
create index bin_entries_by_document on bin_entries (firm_id, document_id) where document_id is not null;
create index bin_entries_by_folder on bin_entries (firm_id, folder_id) where folder_id is not null;

alter table folders
  add column bin_entry_id uuid,
  add check ((bin_entry_id is null) = (left(path_key, 1) = '/'));
alter table documents
  add check (bin_entry_id is null or deleted_at is not null);
create index folders_by_bin_entry on folders (firm_id, bin_entry_id) where bin_entry_id is not null;
create index documents_by_bin_entry on documents (firm_id, bin_entry_id) where bin_entry_id is not null;

-- ── downloads and resumable uploads ─────────────────────────────────────────────────────────────────────────────────

-- One person's zip to come. Of a folder, or of documents.
create table download_tickets (
  firm_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  folder_id uuid,
  document_ids jsonb,
  expires_at timestamptz not null,
  primary key (firm_id, id),
  foreign key (firm_id, user_id) references members (firm_id, user_id) on delete cascade,
  check ((folder_id is null) <> (document_ids is null))
);
create index download_tickets_by_expiry on download_tickets (firm_id, expires_at);

-- A resumable upload. Its bytes are in the data folder, uploads/<firm>/<id>; how many there are is said by that file alone.
create table uploads (
  firm_id uuid not null references firms (id),
  id uuid not null,
  -- `user:<id>` or `agent:<id>`: nobody else sees it.
  caller text not null,
  metadata jsonb not null,
  size_bytes bigint not null check (size_bytes > 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- What it made, kept for who did not get the answer.
  document_id uuid,
  version_id uuid,
  replayed boolean,
  primary key (firm_id, id),
  check ((document_id is null) = (version_id is null) and (version_id is null) = (replayed is null))
);
create index uploads_by_caller on uploads (firm_id, caller);
create index uploads_by_expiry on uploads (firm_id, expires_at);

-- ── trees that grow ─────────────────────────────────────────────────────────────────────────────────────────────────

-- The first day of the last month whose folders every client got.
alter table firms add column tree_grown_to date;

-- ── who may see what ────────────────────────────────────────────────────────────────────────────────────────────────

do $$
declare
  name text;
begin
  foreach name in array array['folder_counts', 'document_words', 'bin_entries', 'download_tickets', 'uploads'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy firm on %I using (firm_id = (select current_firm())) with check (firm_id = (select current_firm()))', name);
    execute format('grant select, insert, update, delete on %I to navette_app', name);
  end loop;
end $$;

-- How much of the disk unfinished uploads will still need, over all firms.
create policy queue on uploads for select to navette_queue using (true);
grant select (firm_id, id, size_bytes, version_id, expires_at) on uploads to navette_queue;

-- What is there already. The owner sees documents firm by firm, like everyone.
do $$
declare
  firm uuid;
begin
  for firm in select id from firms loop
    perform set_config('navette.firm_id', firm::text, true);
    insert into folder_counts (firm_id, folder_id, documents)
    select firm_id, folder_id, count(*) from documents where deleted_at is null group by 1, 2;
    insert into document_words (firm_id, word, document_id)
    select d.firm_id, w, d.id from documents d cross join lateral words_of(d.name_key) w;
    update documents d set size_bytes = v.size_bytes
    from versions v where v.firm_id = d.firm_id and v.id = d.current_version_id;
  end loop;
  perform set_config('navette.firm_id', '', true);
end $$;

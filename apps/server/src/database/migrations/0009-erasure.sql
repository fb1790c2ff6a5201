-- Erasing for good: contents and names go, rows without content stay, so that the ledger and the audit chain hold.

alter table documents add column erased_at timestamptz;
alter table clients add column erased_at timestamptz;

-- Takes the contents of documents away: names, histories, partners' words, bytes. Deliveries that have not left are cancelled.
-- Blobs that no version has any more become `deleting`; `erasure/collect-blobs.ts` unlinks them.
-- Runs as the owner, since the product may neither delete history nor change versions; the firm is the transaction's own.
create function erase_documents(erased uuid[], at timestamptz) returns integer language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  firm uuid := current_firm();
  nothing constant text := repeat('0', 64);
  taken text[];
  count integer;
begin
  if firm is null then raise exception 'Outside a firm'; end if;
  perform from documents d where d.firm_id = firm and d.id = any(erased) order by d.id for update;
  if exists (select from deliveries d where d.firm_id = firm and d.document_id = any(erased) and d.state in ('sending', 'unknown', 'accepted'))
  then raise exception 'A document is still with a partner' using errcode = 'NV001'; end if;

  select array_agg(distinct v.sha256) into taken
  from versions v where v.firm_id = firm and v.document_id = any(erased) and v.sha256 <> nothing;

  update deliveries d set state = 'cancelled', held_reason = null, ended_at = erase_documents.at
  where d.firm_id = firm and d.document_id = any(erased) and d.state in ('waiting', 'held', 'undelivered');
  update deliveries d set partner_ref = null, partner_status = null, code_params = null, archive_path = null
  where d.firm_id = firm and d.document_id = any(erased);
  update attempts a set partner_ref = null, partner_words = null, request_id = null
  from deliveries d
  where d.firm_id = firm and d.document_id = any(erased) and a.firm_id = firm and a.delivery_id = d.id;

  -- The line that says « nothing to send » is counted by the ledger: it stays, without its words.
  delete from history h where h.firm_id = firm and h.document_id = any(erased) and h.kind <> 'nothing_to_send';
  update history h set details = '{}', actor_name = null where h.firm_id = firm and h.document_id = any(erased);

  insert into blobs (firm_id, sha256, size_bytes, touched_at) values (firm, nothing, 0, erase_documents.at) on conflict do nothing;
  update versions v
  set name = 'Document effacé', sha256 = nothing, size_bytes = 0, media_type = 'application/octet-stream', origin_name = '–', origin_detail = null
  where v.firm_id = firm and v.document_id = any(erased);
  update blobs b set state = 'deleting', touched_at = erase_documents.at
  where b.firm_id = firm and b.sha256 = any(taken)
    and not exists (select from versions v where v.firm_id = firm and v.sha256 = b.sha256);

  delete from audit_details a using audit_entries e
  where a.firm_id = firm and e.firm_id = firm and e.id = a.entry_id and e.subject_kind = 'document' and e.subject_id = any(erased::text[]);
  delete from bin_entries e where e.firm_id = firm and e.document_id = any(erased);
  update documents d
  set name = 'Document effacé', name_key = '', size_bytes = 0, source_folder_id = null, bin_entry_id = null,
      deleted_at = coalesce(d.deleted_at, erase_documents.at), erased_at = erase_documents.at
  where d.firm_id = firm and d.id = any(erased) and d.erased_at is null;
  get diagnostics count = row_count;
  return count;
end $$;

-- Folders that hold nothing but erased documents lose their names, and are in nobody's tree.
create function erase_folders(erased uuid[]) returns void language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  firm uuid := current_firm();
begin
  if firm is null then raise exception 'Outside a firm'; end if;
  delete from bin_entries e where e.firm_id = firm and e.folder_id = any(erased);
  update folders f
  set name = 'Répertoire effacé', path = '/Répertoire effacé', path_key = 'bin/' || f.id, bin_entry_id = coalesce(f.bin_entry_id, f.id), parent_id = null
  where f.firm_id = firm and f.id = any(erased);
end $$;

-- A client with all that is his. @see erasure/erase-client.ts
create function erase_client(erased uuid, at timestamptz) returns integer language plpgsql security definer
  set search_path = public, pg_temp as $$
declare
  firm uuid := current_firm();
  count integer;
begin
  if firm is null then raise exception 'Outside a firm'; end if;
  perform from clients c where c.firm_id = firm and c.id = erased for update;
  select erase_documents(coalesce(array_agg(d.id), '{}'), erase_client.at) into count
  from documents d where d.firm_id = firm and d.client_id = erased and d.erased_at is null;
  perform erase_folders(coalesce(array_agg(f.id), '{}')) from folders f where f.firm_id = firm and f.client_id = erased;
  delete from attribute_values v where v.firm_id = firm and v.client_id = erased;
  delete from client_members m where m.firm_id = firm and m.client_id = erased;
  delete from invitation_clients i where i.firm_id = firm and i.client_id = erased;
  update connections c set state = 'disconnected', client_key = 'efface-' || c.id, client_key_label = null
  where c.firm_id = firm and c.client_id = erased;
  update uploads u set expires_at = erase_client.at, metadata = '{}'
  where u.firm_id = firm and u.metadata ->> 'folderId' in (select f.id::text from folders f where f.firm_id = firm and f.client_id = erased);
  -- Rows of imports and selections name clients; their counts stay.
  delete from job_items i using jobs j
  where i.firm_id = firm and j.firm_id = firm and j.id = i.job_id and j.ended_at is not null;
  -- What was done to him, to what is his, or names him.
  delete from audit_details a using audit_entries e
  where a.firm_id = firm and e.firm_id = firm and e.id = a.entry_id
    and (position(erased::text in a.details::text) > 0 or e.subject_id in (
      select erased::text
      union all select f.id::text from folders f where f.firm_id = firm and f.client_id = erased
      union all select d.id::text from documents d where d.firm_id = firm and d.client_id = erased
      union all select l.id::text from deliveries l where l.firm_id = firm and l.client_id = erased
      union all select c.id::text from connections c where c.firm_id = firm and c.client_id = erased));
  update clients c
  set name = 'Client effacé', search_key = '', archived_at = coalesce(c.archived_at, erase_client.at), erased_at = erase_client.at
  where c.firm_id = firm and c.id = erased;
  return count;
end $$;

revoke execute on function erase_documents(uuid[], timestamptz), erase_folders(uuid[]), erase_client(uuid, timestamptz) from public;
grant execute on function erase_documents(uuid[], timestamptz), erase_folders(uuid[]), erase_client(uuid, timestamptz) to navette_app;

-- The collector: which firms have bytes to unlink, and nothing else of them.
create index blobs_deleting on blobs (firm_id, sha256) where state = 'deleting';
create policy queue on blobs for select to navette_queue using (state = 'deleting');
grant select (firm_id, state) on blobs to navette_queue;
grant select (bin_days) on firms to navette_queue;

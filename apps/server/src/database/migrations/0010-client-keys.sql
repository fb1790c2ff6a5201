-- A client's key that opens something by itself is a secret: sealed under the firm's data key, as credentials are. `client_key` then
-- holds a fingerprint of it, by which the same key twice is still found, and which people may read.

alter table connections add column client_key_sealed bytea;

-- The sealed form belongs to its fingerprint. Whoever writes another key there without its own sealed form (erasing a client does)
-- takes the secret away.
create function forget_sealed_key() returns trigger language plpgsql
  as $$
begin
  new.client_key_sealed := null;
  return new;
end $$;

create trigger forget_sealed_key before update of client_key on connections
  for each row
  when (old.client_key <> new.client_key and old.client_key_sealed is not distinct from new.client_key_sealed)
  execute function forget_sealed_key();

-- What an administrator sets for the firm.
alter table firms
  add column siret text check (siret ~ '^[0-9]{14}$'),
  add column address text,
  add column email text,
  add column phone text,
  add column accepted_families jsonb not null default '["pdf", "image", "xml", "office", "text", "archive", "mail"]',
  -- Days after which what is in the bin is erased; null keeps it.
  add column bin_days integer check (bin_days between 1 and 3650);

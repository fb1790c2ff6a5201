/** Firms: what they are, their keys, their mail. */
import type { ErrorCode, FileFamily } from '@navette/model';
import type { Generated, JSONColumnType } from 'kysely';
import type { Json, NullableJson } from './columns.ts';

export interface FirmsSchema {
  firms: FirmsTable;
  firm_keys: FirmKeysTable;
  master_key_sentinel: MasterKeySentinelTable;
  mail_settings: MailSettingsTable;
  bounce_mailboxes: BounceMailboxesTable;
}

interface FirmsTable {
  id: string;
  name: string;
  web_service_id: string;
  state: Generated<'active' | 'suspended'>;
  time_zone: Generated<string>;
  grace_months: Generated<number>;
  max_file_bytes: Generated<number>;
  folder_template: Json<string[]>;
  tree_grown_to: string | null;
  siret: string | null;
  address: string | null;
  email: string | null;
  phone: string | null;
  accepted_families: JSONColumnType<FileFamily[], string | undefined, string>;
  bin_days: number | null;
  require_second_factor: Generated<boolean>;
  created_at: string;
}

interface FirmKeysTable {
  firm_id: string;
  id: string;
  wrapped: Uint8Array;
  created_at: string;
}

interface MasterKeySentinelTable {
  singleton: Generated<boolean>;
  sealed: Uint8Array;
}

interface MailSettingsTable {
  firm_id: string;
  host: string;
  port: number;
  security: 'none' | 'starttls' | 'tls';
  user_name: string | null;
  password: Uint8Array | null;
  from_address: string;
  from_name: string;
  changed_at: string;
}

interface BounceMailboxesTable {
  firm_id: string;
  address: string;
  host: string;
  port: number;
  security: 'none' | 'starttls' | 'tls';
  user_name: string;
  password: Uint8Array;
  folder: string;
  changed_at: string;
  next_read_at: string;
  failures: Generated<number>;
  read_at: string | null;
  problem_code: ErrorCode | null;
  problem_params: NullableJson<Record<string, string | number>>;
}

/**
 * The tables as Kysely sees them; `migrations/*.sql` say what each column means, and a test compares the two.
 * Ids are UUIDv7 strings made by the application, times ISO strings, days `AAAA-MM-JJ`, counts and sizes numbers.
 */
import type { ApiKeyScope } from '@navette/api';
import type {
  AttributeKind,
  DeliveryState,
  DocumentType,
  ErrorCode,
  FileFamily,
  HeldReason,
} from '@navette/model';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** JSON is read as a value and written as text. */
type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null, string | null>;

export interface Schema {
  firms: FirmsTable;
  members: MembersTable;
  firm_keys: FirmKeysTable;
  master_key_sentinel: MasterKeySentinelTable;
  clients: ClientsTable;
  client_members: ClientMembersTable;
  attributes: AttributesTable;
  attribute_values: AttributeValuesTable;
  client_imports: ClientImportsTable;
  folders: FoldersTable;
  blobs: BlobsTable;
  documents: DocumentsTable;
  versions: VersionsTable;
  receipts: ReceiptsTable;
  idempotency_keys: IdempotencyKeysTable;
  agents: AgentsTable;
  installations: InstallationsTable;
  lanes: LanesTable;
  connections: ConnectionsTable;
  rules: RulesTable;
  deliveries: DeliveriesTable;
  attempts: AttemptsTable;
  history: HistoryTable;
  audit_entries: AuditEntriesTable;
  audit_details: AuditDetailsTable;
  audit_heads: AuditHeadsTable;
  folder_counts: FolderCountsTable;
  document_words: DocumentWordsTable;
  bin_entries: BinEntriesTable;
  download_tickets: DownloadTicketsTable;
  uploads: UploadsTable;
  jobs: JobsTable;
  job_items: JobItemsTable;
  mail_settings: MailSettingsTable;
  bounce_mailboxes: BounceMailboxesTable;
  invitations: InvitationsTable;
  invitation_clients: InvitationClientsTable;
  api_keys: ApiKeysTable;
  sign_in_providers: SignInProvidersTable;
  sign_in_domains: SignInDomainsTable;
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

interface MembersTable {
  firm_id: string;
  user_id: string;
  role: 'admin' | 'collaborator' | 'client';
  name: string;
  email: string;
  sees_all_clients: Generated<boolean>;
  state: Generated<'active' | 'deactivated'>;
  created_at: string;
  last_seen_at: string | null;
}

interface SignInProvidersTable {
  firm_id: string;
  id: string;
  issuer: string;
  client_id: string;
  client_secret: Uint8Array;
  trusts_emails: Generated<boolean>;
  created_at: string;
}

interface SignInDomainsTable {
  firm_id: string;
  provider_id: string;
  domain: string;
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

interface InvitationsTable {
  firm_id: string;
  id: string;
  email: string;
  name: string | null;
  role: 'admin' | 'collaborator' | 'client';
  sees_all_clients: boolean;
  token_sha256: string;
  previous_sha256: string | null;
  language: 'fr' | 'en';
  invited_by: string;
  created_at: string;
  sent_at: string | null;
  mail_code: ErrorCode | null;
  mail_params: NullableJson<Record<string, string | number>>;
  expires_at: string;
  accepted_at: string | null;
  accepted_by: string | null;
  cancelled_at: string | null;
}

interface InvitationClientsTable {
  firm_id: string;
  invitation_id: string;
  client_id: string;
}

interface ApiKeysTable {
  firm_id: string;
  id: string;
  name: string;
  token_sha256: string;
  prefix: string;
  scopes: Json<ApiKeyScope[]>;
  created_by: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  revoked_at: string | null;
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

interface ClientsTable {
  firm_id: string;
  id: string;
  name: string;
  search_key: string;
  sort_key: Generated<string>;
  created_at: string;
  archived_at: string | null;
  erased_at: string | null;
}

interface AttributesTable {
  firm_id: string;
  id: string;
  label: string;
  label_key: string;
  kind: AttributeKind;
  is_unique: Generated<boolean>;
  position: number;
  created_at: string;
}

interface AttributeValuesTable {
  firm_id: string;
  client_id: string;
  attribute_id: string;
  value: string;
  value_key: string;
  sort_key: Generated<string>;
  is_unique: boolean;
  override_reason: string | null;
}

interface ClientImportsTable {
  firm_id: string;
  job_id: string;
  file_name: string;
  bytes: Uint8Array;
}

interface ClientMembersTable {
  firm_id: string;
  client_id: string;
  user_id: string;
}

interface FoldersTable {
  firm_id: string;
  id: string;
  client_id: string;
  parent_id: string | null;
  name: string;
  path: string;
  path_key: string;
  created_at: string;
  bin_entry_id: string | null;
}

interface BlobsTable {
  firm_id: string;
  sha256: string;
  size_bytes: number;
  state: Generated<'stored' | 'deleting'>;
  touched_at: string;
}

interface DocumentsTable {
  firm_id: string;
  id: string;
  client_id: string;
  folder_id: string;
  name: string;
  name_key: string;
  document_type: DocumentType | null;
  current_version_id: string;
  source_folder_id: string | null;
  archived_at: string | null;
  created_at: string;
  received_at: string;
  deleted_at: string | null;
  search_key: Generated<string>;
  sort_key: Generated<string>;
  size_bytes: Generated<number>;
  bin_entry_id: string | null;
  erased_at: string | null;
}

interface VersionsTable {
  firm_id: string;
  id: string;
  document_id: string;
  number: number;
  name: string;
  sha256: string;
  size_bytes: number;
  media_type: string;
  origin_kind: 'user' | 'agent' | 'api';
  origin_id: string;
  origin_name: string;
  origin_detail: string | null;
  received_at: string;
}

interface ReceiptsTable {
  firm_id: string;
  id: string;
  version_id: string;
  client_id: string;
  kind: 'received' | 'moved' | 'backfilled' | 'repeated';
  day: string;
  obligations: number;
  at: string;
}

interface IdempotencyKeysTable {
  firm_id: string;
  caller: string;
  key: string;
  fingerprint: string;
  document_id: string;
  version_id: string;
  created_at: string;
}

/** What an agent tells of one hot folder. */
export interface ReportedHotFolder {
  description: string;
  depositDir: string;
  archiveDir: string | null;
  clientId: string;
  folderId: string;
  waiting: number;
  refused: number;
  lastFileAt: string | null;
}

interface AgentsTable {
  firm_id: string;
  id: string;
  user_id: string;
  name: string;
  version: string;
  platform: string;
  token_sha256: string;
  paired_at: string;
  last_contact_at: string | null;
  hot_folders: JSONColumnType<ReportedHotFolder[], string | undefined, string>;
  revoked_at: string | null;
}

interface InstallationsTable {
  firm_id: string;
  id: string;
  application: string;
  name: string;
  state: Generated<'active' | 'paused' | 'stopped' | 'removed'>;
  stopped_code: ErrorCode | null;
  stopped_params: NullableJson<Record<string, string | number>>;
  stopped_at: string | null;
  credentials: Uint8Array;
  public_settings: JSONColumnType<Record<string, string>, string | undefined, string>;
  created_at: string;
}

interface LanesTable {
  firm_id: string;
  id: string;
  installation_id: string;
  state: Generated<'open' | 'closed'>;
  next_ready_at: Generated<string>;
  last_served_at: Generated<string>;
  concurrency: Generated<number>;
  rate_requests: number;
  rate_window_ms: number;
  tokens: number;
  tokens_at: string;
  not_before: Generated<string>;
  breaker: Generated<'closed' | 'open' | 'probing'>;
  breaker_until: string | null;
  breaker_openings: Generated<number>;
}

interface ConnectionsTable {
  firm_id: string;
  id: string;
  installation_id: string;
  client_id: string;
  /** A fingerprint where the key is a secret. */
  client_key: string;
  client_key_label: string | null;
  client_key_sealed: Uint8Array | null;
  state: Generated<'active' | 'stopped' | 'disconnected'>;
  stopped_code: ErrorCode | null;
  created_at: string;
}

interface RulesTable {
  firm_id: string;
  id: string;
  installation_id: string;
  source_path: string;
  source_key: string;
  with_subfolders: Generated<boolean>;
  document_type: DocumentType;
  archive_path: string | null;
  created_at: string;
  removed_at: string | null;
}

interface DeliveriesTable {
  firm_id: string;
  id: string;
  lane_id: string;
  state: DeliveryState;
  rank: Generated<number>;
  ready_at: string;
  lease: string | null;
  lease_until: string | null;
  check_at: string | null;
  checks: Generated<number>;
  tries: Generated<number>;
  worker_deaths: Generated<number>;
  version_id: string;
  document_id: string;
  client_id: string;
  installation_id: string;
  connection_id: string;
  rule_id: string;
  document_type: DocumentType;
  period_year: number | null;
  period_month: number | null;
  archive_path: string | null;
  repeat_number: Generated<number>;
  held_reason: HeldReason | null;
  code: ErrorCode | null;
  code_params: NullableJson<Record<string, string | number>>;
  partner_ref: string | null;
  partner_status: string | null;
  booked: Generated<boolean>;
  created_at: string;
  accepted_at: string | null;
  ended_at: string | null;
}

export type AttemptOutcome = 'accepted' | 'duplicate' | 'refused' | 'failed' | 'lost' | 'found' | 'not_found';

interface AttemptsTable {
  firm_id: string;
  delivery_id: string;
  number: number;
  lease: string;
  started_at: string;
  ended_at: string | null;
  outcome: AttemptOutcome | null;
  code: ErrorCode | null;
  http_status: number | null;
  request_id: string | null;
  partner_ref: string | null;
  partner_words: string | null;
}

interface HistoryTable {
  firm_id: string;
  id: string;
  document_id: string;
  version_id: string;
  delivery_id: string | null;
  at: string;
  kind: HistoryKind;
  actor_kind: 'system' | 'user' | 'agent' | 'api';
  actor_name: string | null;
  details: JSONColumnType<HistoryDetails, string | undefined, string>;
}

/** What a line of history says; the sentence is the interface's. */
export type HistoryKind =
  | 'received'
  | 'matched'
  | 'nothing_to_send'
  | 'held'
  | 'released'
  | 'accepted'
  | 'delivered'
  | 'duplicate'
  | 'retry_planned'
  | 'undelivered'
  | 'unknown'
  | 'relaunched'
  | 'cancelled'
  | 'archived'
  | 'brought_back'
  | 'moved'
  | 'renamed'
  | 'binned'
  | 'restored'
  | 'version_restored';

export type HistoryDetails = Readonly<Record<string, string | number | boolean | null>>;

interface AuditEntriesTable {
  firm_id: string;
  id: string;
  at: string;
  action: string;
  actor_kind: 'system' | 'user' | 'agent' | 'api_key' | 'operator';
  actor_id: string | null;
  subject_kind: string;
  subject_id: string | null;
  details_sha256: string;
  number: number | null;
  previous_hash: string | null;
  hash: string | null;
}

interface AuditDetailsTable {
  firm_id: string;
  entry_id: string;
  salt: string;
  actor_name: string | null;
  subject_name: string | null;
  details: JSONColumnType<HistoryDetails, string, string>;
}

interface FolderCountsTable {
  firm_id: string;
  folder_id: string;
  id: Generated<number>;
  documents: number;
}

interface DocumentWordsTable {
  firm_id: string;
  word: string;
  document_id: string;
}

interface BinEntriesTable {
  firm_id: string;
  id: string;
  client_id: string;
  document_id: string | null;
  folder_id: string | null;
  name: string;
  search_key: Generated<string>;
  path: string;
  documents: number;
  deleted_at: string;
  deleted_by: string;
  deleted_by_name: string;
}

interface DownloadTicketsTable {
  firm_id: string;
  id: string;
  user_id: string;
  folder_id: string | null;
  document_ids: NullableJson<string[]>;
  expires_at: string;
}

/** What a resumable upload was said to be when it began. */
export type UploadMetadataColumn = Readonly<Record<string, string>>;

interface UploadsTable {
  firm_id: string;
  id: string;
  caller: string;
  metadata: Json<UploadMetadataColumn>;
  size_bytes: number;
  created_at: string;
  expires_at: string;
  document_id: string | null;
  version_id: string | null;
  replayed: boolean | null;
}

interface AuditHeadsTable {
  firm_id: string;
  number: number;
  hash: string;
}

interface JobsTable {
  firm_id: string;
  id: string;
  kind: string;
  state: 'preview' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  created_by: string;
  created_at: string;
  confirmed_at: string | null;
  ended_at: string | null;
  total: number;
  done: Generated<number>;
  failed: Generated<number>;
  skipped: Generated<number>;
  params: JSONColumnType<JobParams, string | undefined, string>;
  result: NullableJson<JobParams>;
  code: ErrorCode | null;
}

/** What a bulk job, or one of its items, carries: plain values and lists of them. */
export type JobParams = Readonly<Record<string, unknown>>;

interface JobItemsTable {
  firm_id: string;
  job_id: string;
  row: number;
  payload: Json<JobParams>;
  state: Generated<'pending' | 'done' | 'failed' | 'skipped'>;
  code: ErrorCode | null;
  code_params: NullableJson<Record<string, string | number>>;
  detail: NullableJson<JobParams>;
}

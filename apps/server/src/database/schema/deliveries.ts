/** Where documents go: applications, connections, rules, deliveries and what became of them. */
import type { DeliveryState, DocumentType, ErrorCode, HeldReason } from '@navette/model';
import type { Generated, JSONColumnType } from 'kysely';
import type { NullableJson } from './columns.ts';

export interface DeliveriesSchema {
  installations: InstallationsTable;
  lanes: LanesTable;
  connections: ConnectionsTable;
  rules: RulesTable;
  deliveries: DeliveriesTable;
  attempts: AttemptsTable;
  history: HistoryTable;
}

interface InstallationsTable {
  firm_id: string;
  id: string;
  application: string;
  name: string;
  state: Generated<'preparing' | 'active' | 'paused' | 'stopped' | 'removed'>;
  stopped_code: ErrorCode | null;
  stopped_params: NullableJson<Record<string, string | number>>;
  stopped_at: string | null;
  started_at: string | null;
  paused_at: string | null;
  /** A member, or a key of the API. */
  paused_by: string | null;
  identity: string | null;
  checked_at: string | null;
  version_policy: Generated<'send' | 'ask' | 'never'>;
  mapping_attribute_id: string | null;
  dossiers_fetched_at: string | null;
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
  scope: Generated<'all' | 'listed'>;
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
  period_quarter: number | null;
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

export type AttemptOutcome = 'accepted' | 'duplicate' | 'refused' | 'failed' | 'lost' | 'found' | 'not_found';

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

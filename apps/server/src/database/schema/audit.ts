/** Who did what. */
import type { JSONColumnType } from 'kysely';
import type { HistoryDetails } from './deliveries.ts';

export interface AuditSchema {
  audit_entries: AuditEntriesTable;
  audit_details: AuditDetailsTable;
  audit_heads: AuditHeadsTable;
}

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

interface AuditHeadsTable {
  firm_id: string;
  number: number;
  hash: string;
}

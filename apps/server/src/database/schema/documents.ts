/** Documents: folders, versions, bytes, what came in, what is in the bin. */
import type { DocumentType } from '@navette/model';
import type { Generated } from 'kysely';
import type { Json, NullableJson } from './columns.ts';

export interface DocumentsSchema {
  folders: FoldersTable;
  folder_counts: FolderCountsTable;
  blobs: BlobsTable;
  documents: DocumentsTable;
  document_words: DocumentWordsTable;
  versions: VersionsTable;
  receipts: ReceiptsTable;
  idempotency_keys: IdempotencyKeysTable;
  uploads: UploadsTable;
  download_tickets: DownloadTicketsTable;
  bin_entries: BinEntriesTable;
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

interface FolderCountsTable {
  firm_id: string;
  folder_id: string;
  id: Generated<number>;
  documents: number;
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

interface DocumentWordsTable {
  firm_id: string;
  word: string;
  document_id: string;
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

interface DownloadTicketsTable {
  firm_id: string;
  id: string;
  user_id: string;
  folder_id: string | null;
  document_ids: NullableJson<string[]>;
  expires_at: string;
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

/** What a resumable upload was said to be when it began. */
type UploadMetadataColumn = Readonly<Record<string, string>>;

/** Bulk jobs. */
import type { ErrorCode } from '@navette/model';
import type { Generated, JSONColumnType } from 'kysely';
import type { Json, NullableJson } from './columns.ts';

export interface JobsSchema {
  jobs: JobsTable;
  job_items: JobItemsTable;
}

interface JobsTable {
  firm_id: string;
  id: string;
  kind: string;
  state: 'preview' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  /** A person; else it is a key's of the API. */
  created_by: string | null;
  api_key_id: string | null;
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

interface JobItemsTable {
  firm_id: string;
  job_id: string;
  row: number;
  payload: Json<JobParams>;
  state: Generated<'pending' | 'done' | 'failed' | 'skipped'>;
  code: ErrorCode | null;
  code_params: NullableJson<Record<string, string | number>>;
  detail: NullableJson<JobParams>;
  /** A secret of the item, until it ends. */
  sealed: Uint8Array | null;
}

/** What a bulk job, or one of its items, carries: plain values and lists of them. */
export type JobParams = Readonly<Record<string, unknown>>;

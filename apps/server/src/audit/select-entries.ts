import { sql } from 'kysely';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { ChainedEntry, PersonalDetails } from './entry-text.ts';

export interface AuditEntry extends ChainedEntry {
  readonly number: number | null;
  readonly previousHash: string | null;
  readonly hash: string | null;
  /** `null` once erased. */
  readonly personal: PersonalDetails | null;
}

/** The columns of an entry as it is chained. */
export const chainedColumns = [
  'audit_entries.firm_id as firmId',
  'audit_entries.id',
  'audit_entries.at',
  'audit_entries.action',
  'audit_entries.actor_kind as actorKind',
  'audit_entries.actor_id as actorId',
  'audit_entries.subject_kind as subjectKind',
  'audit_entries.subject_id as subjectId',
  'audit_entries.details_sha256 as detailsSha256',
] as const;

/** Entries of a firm with their details, to be filtered, ordered and limited by the caller; `toEntry` reads its rows. */
export function selectEntries(trx: FirmTransaction, firmId: string) {
  return trx
    .selectFrom('audit_entries')
    .leftJoin('audit_details', (join) =>
      join
        .onRef('audit_details.firm_id', '=', 'audit_entries.firm_id')
        .onRef('audit_details.entry_id', '=', 'audit_entries.id'),
    )
    .select(chainedColumns)
    .select([
      'audit_entries.number',
      'audit_entries.previous_hash as previousHash',
      'audit_entries.hash',
      'audit_details.salt',
      'audit_details.actor_name as actorName',
      'audit_details.subject_name as subjectName',
      // The text that was hashed, not the value it means.
      sql<string | null>`audit_details.details::text`.as('details'),
    ])
    .where('audit_entries.firm_id', '=', firmId);
}

type EntryRow = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number];

export function toEntry({ salt, actorName, subjectName, details, ...entry }: EntryRow): AuditEntry {
  const isErased = salt === null || details === null;
  return { ...entry, personal: isErased ? null : { salt, actorName, subjectName, details } };
}

/** How many sealed entries are read at once. */
const atOnce = 1_000;

/** The next sealed entries of a firm after a number, in the order of their numbers; none at the end. */
export async function readSealed(trx: FirmTransaction, firmId: string, after: number): Promise<AuditEntry[]> {
  const rows = await selectEntries(trx, firmId)
    .where('audit_entries.number', '>', after)
    .orderBy('audit_entries.number')
    .limit(atOnce)
    .execute();
  return rows.map(toEntry);
}

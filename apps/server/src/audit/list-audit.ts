import type { AuditEntry as ShownEntry } from '@navette/api';
import { type SqlBool, sql } from 'kysely';
import type { FirmTransaction } from '../database/tenancy.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import { type AuditEntry, selectEntries, toEntry } from './select-entries.ts';

export interface AuditFilter {
  readonly actor?: string | undefined;
  /** The beginning of an action. */
  readonly action?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  /** Excluded. */
  readonly to?: string | undefined;
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** One page of a firm's audit log, newest first; every word of the search must be found in a name. */
export async function listAudit(
  trx: FirmTransaction,
  firmId: string,
  filter: AuditFilter,
): Promise<{ items: ShownEntry[]; next: string | null; total: null }> {
  const limit = filter.limit ?? defaultPageSize;
  const cursor = readCursor(filter.cursor);
  let query = filterEntries(selectEntries(trx, firmId), filter);
  if (cursor !== null)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('audit_entries.at', 'audit_entries.id'), '<', tuple(cursor.key, cursor.id)),
    );
  const rows = await query
    .orderBy('audit_entries.at', 'desc')
    .orderBy('audit_entries.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = pageOf(rows.map(toEntry), limit, ({ at, id }) => ({ key: at, id }));
  return { items: page.items.map(show), next: page.next, total: null };
}

function filterEntries(query: ReturnType<typeof selectEntries>, filter: AuditFilter) {
  let filtered = query;
  if (filter.actor !== undefined) filtered = filtered.where('audit_entries.actor_id', '=', filter.actor);
  if (filter.action !== undefined) filtered = filtered.where(startsWith(filter.action));
  if (filter.subjectKind !== undefined)
    filtered = filtered.where('audit_entries.subject_kind', '=', filter.subjectKind);
  if (filter.subject !== undefined)
    filtered = filtered.where('audit_entries.subject_id', '=', filter.subject);
  if (filter.from !== undefined) filtered = filtered.where('audit_entries.at', '>=', filter.from);
  if (filter.to !== undefined) filtered = filtered.where('audit_entries.at', '<', filter.to);
  for (const word of (filter.search ?? '').split(/\s+/)) {
    if (word !== '') filtered = filtered.where(namesHold(word));
  }
  return filtered;
}

function startsWith(prefix: string) {
  return sql<SqlBool>`starts_with(audit_entries.action, ${prefix})`;
}

/** Without accents or case, in the name of who acted or of what he acted upon. */
function namesHold(word: string) {
  const names = sql`coalesce(audit_details.actor_name, '') || ' ' || coalesce(audit_details.subject_name, '')`;
  return sql<SqlBool>`position(${fold(sql`${word}::text`)} in ${fold(names)}) > 0`;
}

function fold(text: ReturnType<typeof sql>) {
  return sql`regexp_replace(normalize(lower(${text}), NFD), '[\u0300-\u036f]', '', 'g')`;
}

function show(entry: AuditEntry): ShownEntry {
  const { id, number, at, action, hash, personal } = entry;
  return {
    id,
    number,
    at,
    action,
    actor: { kind: entry.actorKind, id: entry.actorId, name: personal?.actorName ?? null },
    subject: { kind: entry.subjectKind, id: entry.subjectId, name: personal?.subjectName ?? null },
    details: personal === null ? {} : (JSON.parse(personal.details) as ShownEntry['details']),
    isErased: personal === null,
    hash,
  };
}

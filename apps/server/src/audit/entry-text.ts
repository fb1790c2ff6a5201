/**
 * The texts whose SHA-256 chains the audit log. `docs/operations/audit-log.md` describes them, with a program that checks an
 * exported log by itself; changing either text breaks every chain there is.
 */
import { createHash } from 'node:crypto';

/** What a chain starts from. */
export const noHash = '0'.repeat(64);

export interface ChainedEntry {
  readonly firmId: string;
  readonly id: string;
  /** ISO, in UTC, with milliseconds. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: 'system' | 'user' | 'agent' | 'api_key' | 'operator';
  readonly actorId: string | null;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly detailsSha256: string;
}

/** What names people, as it is kept apart so that it can be erased. `details` is JSON text, kept to the letter. */
export interface PersonalDetails {
  readonly salt: string;
  readonly actorName: string | null;
  readonly subjectName: string | null;
  readonly details: string;
}

/** The hash of an entry at its place: one value per line, none of which holds a line's end, and an empty line for none. */
export function hashEntry(entry: ChainedEntry, number: number, previousHash: string): string {
  const lines = [
    'navette-audit-1',
    previousHash,
    String(number),
    entry.firmId,
    entry.id,
    entry.at,
    entry.action,
    entry.actorKind,
    entry.actorId ?? '',
    entry.subjectKind,
    entry.subjectId ?? '',
    entry.detailsSha256,
  ];
  return sha256(lines.join('\n'));
}

/** The text whose hash an entry keeps of its details. */
export function personalText({ salt, actorName, subjectName, details }: PersonalDetails): string {
  return JSON.stringify({ salt, actor_name: actorName, subject_name: subjectName, details });
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

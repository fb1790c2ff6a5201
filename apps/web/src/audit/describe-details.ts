import type { AuditEntry } from '@navette/api';

/** How a page says the words of the log. */
export interface DetailWords {
  /** What a detail is called; `null` for one that says nothing to people. */
  name(detail: string): string | null;
  value(word: string): string;
  bytes(size: number): string;
}

const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `rôle : Collaborateur · dossiers : 3`: what people read of an entry's details; ids and empty values are left out. */
export function describeDetails(details: AuditEntry['details'], words: DetailWords): string {
  return Object.entries(details)
    .flatMap(([detail, value]) => {
      if (value === null || value === '' || (typeof value === 'string' && isId.test(value))) return [];
      const name = words.name(detail);
      return name === null ? [] : [`${name} : ${textOf(detail, value, words)}`];
    })
    .join(' · ');
}

function textOf(detail: string, value: string | number | boolean, words: DetailWords): string {
  if (typeof value === 'boolean') return words.value(value ? 'yes' : 'no');
  if (typeof value === 'number') return /bytes$/i.test(detail) ? words.bytes(value) : String(value);
  return words.value(value);
}

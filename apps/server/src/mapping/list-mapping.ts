import { type MappingGrade, type MappingRow, mappingGrades } from '@navette/api';
import type { Transaction } from 'kysely';
import { foldForSearch, searchWords } from '../clients/search-key.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';
import { createDescriber, dossierOf, isUnsettled } from './describe-row.ts';
import { loadMapping, type MappedClient, type Mapping, type MappingScope } from './load-mapping.ts';

export interface MappingFilter {
  readonly grade?: MappingGrade | undefined;
  readonly search?: string | undefined;
}

interface MappingList extends MappingScope, MappingFilter {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * One page of a mapping, those to settle first, with how many there are of each grade.
 * @throws NavetteError as `loadMapping`; `invalid_request` for a cursor of another list
 */
export async function listMapping(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { cursor, limit = defaultPageSize, grade, search, ...scope }: MappingList,
) {
  const mapping = await loadMapping(platform, trx, caller, installationId, scope);
  const rows = filterMapping(mapping, { grade, search });
  const after = readCursor(cursor);
  const begin = after === null ? 0 : rows.findIndex((row) => isAfter(mapping, row, after));
  const { items, next } = pageOf(begin < 0 ? [] : rows.slice(begin, begin + limit + 1), limit, (client) => ({
    ...{ key: placeOf(mapping, client), id: client.id },
  }));
  return {
    items: items.map(createDescriber(mapping)),
    ...{ next, total: rows.length },
    attributeId: mapping.attribute?.id ?? null,
    counts: countGrades(mapping),
    dossiers: mapping.dossiers?.size ?? null,
    fetchedAt: mapping.fetchedAt,
  };
}

/** One client of a mapping as its row; `null` when the caller does not see it. */
export function rowOf(mapping: Mapping, clientId: string): MappingRow | null {
  const client = mapping.clients.find(({ id, isSeen }) => isSeen && id === clientId);
  return client ? createDescriber(mapping)(client) : null;
}

/** The clients asked about that a filter keeps, those to settle first, then by name. */
export function filterMapping(mapping: Mapping, { grade, search = '' }: MappingFilter): MappedClient[] {
  const words = searchWords(search);
  const kept = mapping.clients.filter((client) => {
    if (!client.isAsked || (grade !== undefined && gradeOf(mapping, client) !== grade)) return false;
    return words.length === 0 || isFound(mapping, client, words);
  });
  // Clients come by name, and a stable sort leaves them so.
  return kept.sort((one, other) => rankOf(gradeOf(mapping, one)) - rankOf(gradeOf(mapping, other)));
}

function isFound(mapping: Mapping, client: MappedClient, words: readonly string[]): boolean {
  const { name, code, value } = client;
  const dossier = dossierOf(mapping, client);
  const own = mapping.manifest.clientKey.secret ? [] : [value, dossier?.key];
  const text = [name, code, dossier?.name, ...own].map((each) => foldForSearch(each ?? '')).join('\n');
  return words.every((word) => text.includes(word));
}

function countGrades(mapping: Mapping): Record<MappingGrade, number> {
  const counts = Object.fromEntries(mappingGrades.map((grade) => [grade, 0])) as Record<MappingGrade, number>;
  for (const client of mapping.clients) if (client.isAsked) counts[gradeOf(mapping, client)] += 1;
  return counts;
}

/** The grade of a client. */
export function gradeOf({ graded }: Mapping, { id }: MappedClient): MappingGrade {
  return graded.get(id)?.grade ?? 'none';
}

function rankOf(grade: MappingGrade): number {
  if (isUnsettled(grade)) return 0;
  return grade === 'connected' ? 3 : grade === 'left_out' ? 2 : 1;
}

/** Where a row stands in the list, as text that sorts so. */
function placeOf(mapping: Mapping, client: MappedClient): string {
  return `${rankOf(gradeOf(mapping, client))} ${client.sortKey}`;
}

function isAfter(mapping: Mapping, client: MappedClient, cursor: { key: string; id: string }): boolean {
  // As the database compares: byte by byte.
  const order = Buffer.compare(Buffer.from(placeOf(mapping, client)), Buffer.from(cursor.key));
  return order > 0 || (order === 0 && client.id > cursor.id);
}

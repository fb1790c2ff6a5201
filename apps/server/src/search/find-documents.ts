/**
 * Finds documents by the words of their names, over a whole firm.
 *
 * `document_words` has a row per word; a word is found by its beginning, as a range of a B-tree, whose operators are leakproof: the
 * index is used under row-level security (9-settled 22). The rarest word leads; the others are looked for in the names it gives.
 * Tried instead: trigrams (pg_trgm, in the embedded build too). They are neither usable under row-level security without a function
 * that runs as the owner, nor able to stop early: « facture » stands in most names, and its bitmap took 1,4 s of 1,000,000 names.
 * A row per word is larger (about 0,6 GB for 1,000,000 documents, indexes included) and answers in milliseconds: docs/decisions/0020-bin.md.
 */
import { nameKey } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { seesAllClients } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';

export interface FoundDocument {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly folderId: string;
  readonly folderPath: string;
  readonly mediaType: string;
  readonly receivedAt: string;
}

/** Words beyond these narrow nothing down any more. */
const maxWords = 6;
/** Documents of the leading word that are looked at; a search of nothing but common words may miss some. */
const maxCandidates = 2_000;
const maxFound = 300;

/** Documents that the caller sees, not in the bin, whose names have words that begin with each of the text's; newest first. */
export async function findDocuments(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  text: string,
  limit: number,
): Promise<FoundDocument[]> {
  const words = await splitWords(trx, text);
  const [lead, ...others] = await rarestFirst(trx, caller, words);
  if (lead === undefined) return [];
  const { firmId } = caller;
  const exact = sql`word = ${lead}::text`;
  const conditions = others.map(
    (word) => sql`position(${word}::text in d.search_key) > 0
      and exists (select from words_of(d.name_key) as own where starts_with(own, ${word}::text))`,
  );
  // A word alone narrows nothing: its newest documents are enough.
  const candidates = others.length === 0 ? maxFound : maxCandidates;
  const { rows } = await sql<FoundDocument>`
    with candidate as (
      (${wordRows(caller, exact)} order by document_id desc limit ${candidates})
      union all
      (${wordRows(caller, beginsWith(lead))} order by word desc, document_id desc limit ${candidates})
    ),
    found as (
      select d.id, d.name, d.client_id, d.folder_id, d.current_version_id, d.received_at
      from (select distinct document_id from candidate) as candidate
      join documents d on d.firm_id = ${firmId}::uuid and d.id = candidate.document_id and d.deleted_at is null
      where ${sql.join([sql`true`, ...conditions], sql` and `)}
      order by d.received_at desc, d.id desc
      limit ${limit}
    )
    select d.id, d.name, d.client_id as "clientId", c.name as "clientName", d.folder_id as "folderId", f.path as "folderPath",
           v.media_type as "mediaType", d.received_at as "receivedAt"
    from found d
    join clients c on c.firm_id = ${firmId}::uuid and c.id = d.client_id
    join folders f on f.firm_id = ${firmId}::uuid and f.id = d.folder_id
    join versions v on v.firm_id = ${firmId}::uuid and v.id = d.current_version_id
    order by d.received_at desc, d.id desc`.execute(trx);
  return rows;
}

/** As names are split; an ending is no word. */
async function splitWords(trx: Transaction<Schema>, text: string): Promise<string[]> {
  const { rows } = await sql<{ folded: string }>`select fold_name(${nameKey(text)}::text) as folded`.execute(
    trx,
  );
  const folded = (rows[0]?.folded ?? '').replace(/\.[a-z0-9]{1,5}$/, '');
  const words = folded.split(/[^a-z0-9\u00c0-\u1fff\u2070-\u{10ffff}]+/u).filter((word) => word !== '');
  return [...new Set(words)].slice(0, maxWords);
}

async function rarestFirst(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  words: readonly string[],
): Promise<string[]> {
  if (words.length < 2) return [...words];
  const counts = words.map(
    (word) =>
      sql`(select count(*) from (${wordRows(caller, beginsWith(word))} limit ${maxCandidates}) as row)`,
  );
  const { rows } = await sql<{ counts: number[] }>`
    select array[${sql.join(counts)}]::integer[] as counts`.execute(trx);
  const found = rows[0]?.counts ?? [];
  return words
    .map((word, index) => ({ word, count: found[index] ?? 0 }))
    .sort((a, b) => a.count - b.count)
    .map(({ word }) => word);
}

function beginsWith(word: string): RawBuilder<unknown> {
  return sql`word >= ${word}::text and word < ${word}::text || chr(1114111)`;
}

/** Words of the documents that a caller sees: of the whole firm, or of each of his clients. */
function wordRows(caller: FirmCaller, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  if (seesAllClients(caller))
    return sql`select document_id, word from document_words where firm_id = ${caller.firmId}::uuid and ${condition}`;
  return sql`
    select document_id, word from client_members m
    join document_words w on w.firm_id = m.firm_id and w.client_id = m.client_id
    where m.firm_id = ${caller.firmId}::uuid and m.user_id = ${caller.userId}::uuid and ${condition}`;
}

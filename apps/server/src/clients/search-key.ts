import type { AttributeKind } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

interface KeyedValue {
  readonly kind: AttributeKind;
  readonly value: string;
}

/**
 * What the words of a search are looked for in: the name, then every value, and codes once more without their spaces. The line
 * break keeps words of the search, which hold none, from reaching from the name into a value.
 */
export function searchKeyOf(name: string, values: readonly KeyedValue[]): string {
  const texts = values.flatMap(({ kind, value }) =>
    kind === 'code' && value.includes(' ') ? [value, value.replaceAll(' ', '')] : [value],
  );
  return [name, ...texts].map(foldForSearch).join('\n');
}

/**
 * The words that must all be found. What is written like a number, `732 829 320 00074` or `732.829.320`, is one word.
 */
export function searchWords(search: string): string[] {
  const folded = foldForSearch(search);
  const isNumber = /^\d[\d .\u2010-\u2015-]*$/.test(folded) && folded.replace(/\D/g, '').length >= 9;
  if (isNumber) return [folded.replace(/\D/g, '')];
  return folded.split(' ').filter((word) => word !== '');
}

/** The form in which a search is compared with search keys: no accents, lower case, single spaces. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Writes the search keys of clients anew, from their names and values. */
export async function refreshSearchKeys(
  trx: Transaction<Schema>,
  firmId: string,
  clientIds: readonly string[],
): Promise<void> {
  if (clientIds.length === 0) return;
  const { rows } = await sql<{ id: string; name: string; values: KeyedValue[] | null }>`
    select c.id, c.name,
           (select json_agg(json_build_object('kind', a.kind, 'value', v.value) order by a.position)
              from attribute_values v join attributes a on a.firm_id = v.firm_id and a.id = v.attribute_id
             where v.firm_id = c.firm_id and v.client_id = c.id) as values
    from clients c
    where c.firm_id = ${firmId} and c.id = any(${sql.val(clientIds)}::uuid[])`.execute(trx);
  await sql`
    update clients c set search_key = k.key
    from unnest(${sql.val(rows.map(({ id }) => id))}::uuid[],
                ${sql.val(rows.map(({ name, values }) => searchKeyOf(name, values ?? [])))}::text[]) as k (id, key)
    where c.firm_id = ${firmId} and c.id = k.id`.execute(trx);
}

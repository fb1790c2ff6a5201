import { NavetteError, nameKey, numberedName } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

const maxNumber = 10_000;

/**
 * Names that documents may take in a folder: the wanted ones, or the next free `name (2)`. The folder's row must be locked for
 * update, so that nobody else takes one meanwhile.
 * @param ids of the documents themselves, whose present names do not count as taken
 * @returns as many names as wanted, in their order, all different
 * @throws NavetteError `name_taken` when 10,000 names are
 */
export async function findFreeNames(
  trx: Transaction<Schema>,
  firmId: string,
  folderId: string,
  wanted: readonly string[],
  ids: readonly string[] = [],
): Promise<string[]> {
  const found: (string | null)[] = wanted.map(() => null);
  const given = new Set<string>();
  for (let number = 1; number <= maxNumber; number++) {
    const open = wanted.flatMap((name, index) =>
      found[index] === null ? [{ index, name: number === 1 ? name : numberedName(name, number) }] : [],
    );
    if (open.length === 0) return found.map((name) => name ?? '');
    const taken = await takenKeys(
      trx,
      firmId,
      folderId,
      open.map(({ name }) => nameKey(name)),
      ids,
    );
    for (const { index, name } of open) {
      const key = nameKey(name);
      if (taken.has(key) || given.has(key)) continue;
      given.add(key);
      found[index] = name;
    }
  }
  throw new NavetteError('name_taken', { name: wanted[found.indexOf(null)] ?? '' });
}

async function takenKeys(
  trx: Transaction<Schema>,
  firmId: string,
  folderId: string,
  keys: readonly string[],
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('documents')
    .select('name_key')
    .where('firm_id', '=', firmId)
    .where('folder_id', '=', folderId)
    .where(sql<boolean>`name_key = any(${keys}::text[])`)
    .where(sql<boolean>`id <> all(${ids}::uuid[])`)
    .where('deleted_at', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.name_key));
}

import { joinPath, NavetteError, nameKey, pathKey, safeName, splitPath } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

export interface FolderPlace {
  readonly id: string;
  readonly clientId: string;
  /** `/Achats/2026/11` */
  readonly path: string;
}

/** How deep a tree may be, and how long a path: what an index takes of one. */
const maxLevels = 200;
const maxPathBytes = 2_000;

/**
 * Takes the firm's trees for this transaction: `change` for who renames, moves, bins or restores, alone; `grow` for who adds
 * folders by paths, beside others who do. Without it a folder could be added below a path that is being given up.
 */
export async function lockTrees(
  trx: Transaction<Schema>,
  firmId: string,
  to: 'change' | 'grow',
): Promise<void> {
  const lock = sql.raw(to === 'change' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared');
  await sql`select ${lock}(hashtextextended(${`folders/${firmId}`}, 0))`.execute(trx);
}

/** @throws NavetteError `path_too_long` */
export function requireShortPath(names: readonly string[]): void {
  if (names.length > maxLevels || Buffer.byteLength(joinPath(names)) > maxPathBytes)
    throw new NavetteError('path_too_long', { levels: maxLevels, characters: maxPathBytes });
}

/** Finds a folder that is not in the bin. @throws NavetteError `not_found` */
export async function findFolder(
  trx: Transaction<Schema>,
  firmId: string,
  folderId: string,
): Promise<FolderPlace> {
  const row = await trx
    .selectFrom('folders')
    .select(['id', 'client_id as clientId', 'path'])
    .where('firm_id', '=', firmId)
    .where('id', '=', folderId)
    .where('bin_entry_id', 'is', null)
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

/** Keeps a folder out of the bin until this transaction ends. @throws NavetteError `not_found` when it is there already */
export async function holdFolder(trx: Transaction<Schema>, firmId: string, folderId: string): Promise<void> {
  const row = await trx
    .selectFrom('folders')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', folderId)
    .where('bin_entry_id', 'is', null)
    .forKeyShare()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}

/**
 * The folder of a path in a client's tree, created with the missing ones above it. Names are made safe. The same path, in any
 * case or Unicode form, gives the same folder. @throws NavetteError `invalid_request` for no name at all, `path_too_long`
 */
export async function ensureFolder(
  platform: Pick<Platform, 'newId' | 'clock'>,
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  path: string,
): Promise<FolderPlace> {
  const names = splitPath(path).map(safeName);
  if (names.length === 0) throw new NavetteError('invalid_request', { detail: 'path' });
  requireShortPath(names);
  const existing = await findByPath(trx, firmId, clientId, names);
  if (existing) return existing;
  await lockTrees(trx, firmId, 'grow');
  return addFolder(platform, trx, firmId, clientId, names);
}

async function addFolder(
  platform: Pick<Platform, 'newId' | 'clock'>,
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  names: readonly string[],
): Promise<FolderPlace> {
  const existing = await findByPath(trx, firmId, clientId, names);
  if (existing) return existing;
  const parent =
    names.length === 1 ? null : await addFolder(platform, trx, firmId, clientId, names.slice(0, -1));
  const name = names.at(-1) ?? '';
  const place = { id: platform.newId(), clientId, path: `${parent?.path ?? ''}/${name}` };
  await trx
    .insertInto('folders')
    .values({
      firm_id: firmId,
      id: place.id,
      client_id: clientId,
      parent_id: parent?.id ?? null,
      name,
      path: place.path,
      path_key: pathKey(place.path),
      created_at: platform.clock().toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['firm_id', 'client_id', 'path_key']).doNothing())
    .execute();
  return (await findByPath(trx, firmId, clientId, names)) ?? place;
}

/** The folder of a path that is not in the bin: the path keys of those that are begin otherwise. */
export async function findByPath(
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  names: readonly string[],
): Promise<FolderPlace | undefined> {
  return trx
    .selectFrom('folders')
    .select(['id', 'client_id as clientId', 'path'])
    .where('firm_id', '=', firmId)
    .where('client_id', '=', clientId)
    .where('path_key', '=', joinPath(names.map(nameKey)))
    .executeTakeFirst();
}

/** The path of what a folder is in: `/` for a binder. */
export function parentPath(path: string): string {
  return joinPath(splitPath(path).slice(0, -1));
}

export function joinBelow(parent: string, name: string): string {
  return joinPath([...splitPath(parent), name]);
}

/** The ids of a folder and of all below it that are not in the bin, the folder first. */
export async function selectSubtree(
  trx: Transaction<Schema>,
  firmId: string,
  folder: FolderPlace,
): Promise<string[]> {
  const key = pathKey(folder.path);
  const rows = await trx
    .selectFrom('folders')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('client_id', '=', folder.clientId)
    .where(sql<boolean>`(path_key = ${key}::text or starts_with(path_key, ${`${key}/`}::text))`)
    .orderBy('path_key')
    .execute();
  return rows.map(({ id }) => id);
}

import { joinPath, NavetteError, nameKey, pathKey, safeName, splitPath } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';

export interface FolderPlace {
  readonly id: string;
  readonly clientId: string;
  /** `/Achats/2026/11` */
  readonly path: string;
}

const maxDepth = 200;

/** Finds a folder. @throws NavetteError `not_found` */
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
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
  return row;
}

/**
 * The folder of a path in a client's tree, created with the missing ones above it. Names are made safe. The same path, in any
 * case or Unicode form, gives the same folder. @throws NavetteError `invalid_request` past 200 levels
 */
export async function ensureFolder(
  platform: Pick<Platform, 'newId' | 'clock'>,
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  path: string,
): Promise<FolderPlace> {
  const names = splitPath(path).map(safeName);
  if (names.length === 0 || names.length > maxDepth)
    throw new NavetteError('invalid_request', { detail: 'path' });
  const existing = await findByPath(trx, firmId, clientId, names);
  if (existing) return existing;
  const parent =
    names.length === 1
      ? null
      : await ensureFolder(platform, trx, firmId, clientId, joinPath(names.slice(0, -1)));
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

async function findByPath(
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

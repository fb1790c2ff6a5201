/** A person renames a folder, or moves it with everything below. The paths of all of it change in one statement (decision 0010). */
import type { LostRule } from '@navette/api';
import { NavetteError, pathKey, safeName, splitPath } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { type FirmFacts, loadFirmFacts } from './arrival.ts';
import { type Begun, beginMissing } from './begin-missing.ts';
import { loadCurrentVersions } from './current-versions.ts';
import { findEffects } from './folder-effects.ts';
import {
  type FolderPlace,
  findByPath,
  findFolder,
  joinBelow,
  lockTrees,
  parentPath,
  requireShortPath,
} from './folders.ts';
import { recordHistoryOfEach } from './record-history.ts';
import { actorOf } from './who.ts';

export interface FolderChange {
  readonly name?: string | undefined;
  /** `null` makes it a binder; left out, it stays where it is. */
  readonly parentId?: string | null | undefined;
  readonly isConfirmed: boolean;
}

export interface ChangedFolder {
  readonly clientId: string;
  readonly folders: number;
  readonly documents: number;
  readonly rulesLost: LostRule[];
  readonly deliveries: number;
  readonly laneIds: readonly string[];
}

/** Documents that one change may begin to send. */
const maxArrivals = 1_000;

/**
 * @throws NavetteError `not_found`, also for a folder of another client; `name_taken`, `folder_below_itself`, `path_too_long`,
 * `too_many_arrivals`; `folder_change_to_confirm` until confirmed, when rules lose the folder or documents would leave
 */
export async function updateFolder(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  folderId: string,
  change: FolderChange,
): Promise<ChangedFolder> {
  const { firmId } = caller;
  await lockTrees(trx, firmId, 'change');
  const folder = await findFolder(trx, firmId, folderId);
  await requireClient(trx, caller, folder.clientId);
  const parent = await findNewParent(trx, firmId, folder, change.parentId);
  const name = change.name === undefined ? (splitPath(folder.path).at(-1) ?? '') : safeName(change.name);
  const path = joinBelow(parent.path, name);
  const below = await loadBelow(trx, firmId, folder);
  for (const each of below) requireShortPath(splitPath(path + each.path.slice(folder.path.length)));
  const holder = await findByPath(trx, firmId, folder.clientId, splitPath(path));
  if (holder && holder.id !== folder.id) throw new NavetteError('name_taken', { name });

  const firm = await loadFirmFacts(trx, firmId);
  const paths = below.map((each) => ({
    id: each.id,
    before: each.path,
    after: path + each.path.slice(folder.path.length),
  }));
  const effects = await findEffects(platform, trx, firmId, folder.clientId, firm, paths, maxArrivals);
  if (effects.arrivals.length > maxArrivals)
    throw new NavetteError('too_many_arrivals', { count: `${maxArrivals}+`, limit: maxArrivals });
  if (!change.isConfirmed && effects.rulesLost.length + effects.deliveries > 0)
    throw new NavetteError('folder_change_to_confirm', {
      rules: effects.rulesLost.length,
      deliveries: effects.deliveries,
    });

  await writePaths(trx, firmId, folder, path, name, parent.id, below);
  const begun = await sendArrivals(platform, trx, caller, firm, effects.arrivals, folder.path);
  if (path !== folder.path) {
    await recordAudit(platform, trx, caller, {
      action: parentPath(folder.path) === parentPath(path) ? 'folder.renamed' : 'folder.moved',
      subjectKind: 'folder',
      subjectId: folder.id,
      subjectName: path,
      details: {
        clientId: folder.clientId,
        from: folder.path,
        rulesLost: effects.rulesLost.length,
        deliveries: begun.deliveries,
      },
    });
  }
  return {
    clientId: folder.clientId,
    folders: below.length,
    documents: below.reduce((sum, { documents }) => sum + documents, 0),
    rulesLost: effects.rulesLost,
    ...begun,
  };
}

async function findNewParent(
  trx: Transaction<Schema>,
  firmId: string,
  folder: FolderPlace,
  parentId: string | null | undefined,
): Promise<{ readonly id: string | null; readonly path: string }> {
  if (parentId === null) return { id: null, path: '/' };
  if (parentId === undefined) {
    const path = parentPath(folder.path);
    const present = await findByPath(trx, firmId, folder.clientId, splitPath(path));
    return present ?? { id: null, path };
  }
  const parent = await findFolder(trx, firmId, parentId);
  if (parent.clientId !== folder.clientId) throw new NavetteError('not_found');
  if (`${pathKey(parent.path)}/`.startsWith(`${pathKey(folder.path)}/`))
    throw new NavetteError('folder_below_itself');
  return parent;
}

interface FolderBelow {
  readonly id: string;
  readonly path: string;
  readonly documents: number;
}

/** The folder and those below it, itself first, with the documents that each holds. */
async function loadBelow(
  trx: Transaction<Schema>,
  firmId: string,
  folder: FolderPlace,
): Promise<FolderBelow[]> {
  const key = pathKey(folder.path);
  return trx
    .selectFrom('folders')
    .select(['id', 'path'])
    .select(
      sql<number>`(select coalesce(sum(c.documents), 0) from folder_counts c
        where c.firm_id = folders.firm_id and c.folder_id = folders.id)`.as('documents'),
    )
    .where('firm_id', '=', firmId)
    .where('client_id', '=', folder.clientId)
    .where(sql<boolean>`(path_key = ${key}::text or starts_with(path_key, ${`${key}/`}::text))`)
    .orderBy('path_key')
    .execute();
}

async function writePaths(
  trx: Transaction<Schema>,
  firmId: string,
  folder: FolderPlace,
  path: string,
  name: string,
  parentId: string | null,
  below: readonly FolderBelow[],
): Promise<void> {
  // The key of a path may be longer or shorter than the path: some letters have no single small form.
  await sql`
    update folders f
    set path = ${path}::text || substr(f.path, length(${folder.path}::text) + 1),
        path_key = ${pathKey(path)}::text || substr(f.path_key, length(${pathKey(folder.path)}::text) + 1),
        name = case when f.id = ${folder.id}::uuid then ${name}::text else f.name end,
        parent_id = case when f.id = ${folder.id}::uuid then ${parentId}::uuid else f.parent_id end
    where f.firm_id = ${firmId}::uuid and f.id = any(${below.map(({ id }) => id)}::uuid[])`.execute(trx);
}

async function sendArrivals(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  firm: FirmFacts,
  documentIds: readonly string[],
  from: string,
): Promise<Begun> {
  if (documentIds.length === 0) return { deliveries: 0, laneIds: [] };
  const { firmId } = caller;
  const at = platform.clock();
  const versions = await loadCurrentVersions(trx, firmId, documentIds, 'lock');
  await recordHistoryOfEach(
    platform,
    trx,
    firmId,
    { kind: 'moved', at, actor: actorOf(caller) },
    versions.map(({ documentId, versionId, folderPath, name }) => ({
      documentId,
      versionId,
      details: { from, folder: folderPath, name },
    })),
  );
  return beginMissing(platform, trx, firmId, firm, versions, { kind: 'moved', at });
}

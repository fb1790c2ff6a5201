/**
 * Out of the bin. What was put in comes back where it was: a folder that is gone is made again, a taken name becomes `name (2)`.
 * Deliveries that the bin had cancelled begin anew, since nothing else would say that these documents never left; what a partner
 * has is not sent again (docs/decisions/0020-bin.md).
 */
import { NavetteError, nameKey, numberedName, pathKey, splitPath } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadFirmFacts } from './arrival.ts';
import { type Begun, beginMissing, type EarlierDelivery } from './begin-missing.ts';
import { loadCurrentVersions } from './current-versions.ts';
import { ensureFolder, type FolderPlace, findByPath, joinBelow, lockTrees } from './folders.ts';
import { findFreeNames } from './free-names.ts';
import { lockFolder } from './move-documents.ts';
import { recordHistoryOfEach } from './record-history.ts';
import { actorOf } from './who.ts';

interface Entry {
  readonly id: string;
  readonly clientId: string;
  readonly documentId: string | null;
  readonly folderId: string | null;
  readonly name: string;
  readonly path: string;
  readonly deletedAt: string;
}

export interface Restored {
  readonly entryId: string;
  readonly kind: 'document' | 'folder';
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly clientId: string;
  readonly documents: number;
}

const maxNumber = 10_000;

/** Takes entries out of the bin, oldest first. @throws NavetteError `not_found` when one is not there for this caller */
export async function restoreFromBin(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  entryIds: readonly string[],
): Promise<{ restored: Restored[]; deliveries: number; laneIds: readonly string[] }> {
  const { firmId } = caller;
  await lockTrees(trx, firmId, 'change');
  const entries = await trx
    .selectFrom('bin_entries')
    .select([
      'id',
      'client_id as clientId',
      'document_id as documentId',
      'folder_id as folderId',
      'name',
      'path',
      'deleted_at as deletedAt',
    ])
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`id = any(${entryIds}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (entries.length !== new Set(entryIds).size) throw new NavetteError('not_found');
  for (const clientId of new Set(entries.map((entry) => entry.clientId)))
    await requireClient(trx, caller, clientId);

  const at = platform.clock();
  const places = await restoreDocuments(platform, trx, firmId, entries.filter(isDocument));
  for (const entry of entries.filter(isFolder))
    places.push(await restoreFolder(platform, trx, firmId, entry));
  await trx
    .deleteFrom('bin_entries')
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`id = any(${entryIds}::uuid[])`)
    .execute();

  const laneIds = new Set<string>();
  let deliveries = 0;
  const groups = Map.groupBy(places, ({ entry }) => `${entry.clientId} ${entry.deletedAt}`);
  for (const group of groups.values()) {
    const begun = await bringToLife(platform, trx, caller, group, at);
    deliveries += begun.deliveries;
    for (const laneId of begun.laneIds) laneIds.add(laneId);
  }
  const restored = places.map(({ entry, name, path, documentIds }) => ({
    entryId: entry.id,
    kind: isFolder(entry) ? ('folder' as const) : ('document' as const),
    id: entry.documentId ?? entry.folderId ?? '',
    ...{ name, path, clientId: entry.clientId, documents: documentIds.length },
  }));
  await audit(platform, trx, caller, restored, deliveries);
  return { restored, deliveries, laneIds: [...laneIds] };
}

type DocumentEntry = Entry & { readonly documentId: string };
type FolderEntry = Entry & { readonly folderId: string };

function isDocument(entry: Entry): entry is DocumentEntry {
  return entry.documentId !== null;
}

function isFolder(entry: Entry): entry is FolderEntry {
  return entry.folderId !== null;
}

interface RestoredPlace {
  readonly entry: Entry;
  readonly name: string;
  /** Of the folder it is in. */
  readonly path: string;
  readonly documentIds: readonly string[];
}

async function restoreDocuments(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  entries: readonly DocumentEntry[],
): Promise<RestoredPlace[]> {
  const present = await findFolders(
    trx,
    firmId,
    entries.map(({ documentId }) => documentId),
  );
  const made = new Map<string, FolderPlace>();
  const byFolder = new Map<string, { folder: FolderPlace; entries: DocumentEntry[] }>();
  for (const entry of entries) {
    const key = `${entry.clientId}${entry.path}`;
    const folder =
      present.get(entry.documentId) ??
      made.get(key) ??
      (await ensureFolder(platform, trx, firmId, entry.clientId, entry.path));
    if (!present.has(entry.documentId)) made.set(key, folder);
    const group = byFolder.get(folder.id) ?? { folder, entries: [] };
    group.entries.push(entry);
    byFolder.set(folder.id, group);
  }
  const places: RestoredPlace[] = [];
  for (const { folder, entries: inFolder } of byFolder.values()) {
    await lockFolder(trx, firmId, folder.id);
    const wanted = inFolder.map(({ name }) => name);
    const names = await findFreeNames(trx, firmId, folder.id, wanted);
    await sql`
      update documents d
      set deleted_at = null, bin_entry_id = null, folder_id = ${folder.id}::uuid, name = place.name, name_key = place.name_key,
          -- A folder that is in the bin is not what it goes back to after a rejection.
          source_folder_id = (
            select f.id from folders f where f.firm_id = d.firm_id and f.id = d.source_folder_id and f.bin_entry_id is null)
      from unnest(${inFolder.map(({ documentId }) => documentId)}::uuid[], ${names}::text[], ${names.map(nameKey)}::text[])
             as place (id, name, name_key)
      where d.firm_id = ${firmId}::uuid and d.id = place.id`.execute(trx);
    for (const [index, entry] of inFolder.entries())
      places.push({
        entry,
        name: names[index] ?? entry.name,
        path: folder.path,
        documentIds: [entry.documentId],
      });
  }
  return places;
}

/** The folders that these documents are in, of those that are not in the bin, by document. */
async function findFolders(
  trx: Transaction<Schema>,
  firmId: string,
  documentIds: readonly string[],
): Promise<Map<string, FolderPlace>> {
  const rows = await trx
    .selectFrom('documents')
    .innerJoin('folders', (join) =>
      join.onRef('folders.firm_id', '=', 'documents.firm_id').onRef('folders.id', '=', 'documents.folder_id'),
    )
    .select(['documents.id as documentId', 'folders.id', 'folders.path', 'folders.client_id as clientId'])
    .where('documents.firm_id', '=', firmId)
    .where(sql<boolean>`documents.id = any(${documentIds}::uuid[])`)
    .where('folders.bin_entry_id', 'is', null)
    .execute();
  return new Map(rows.map(({ documentId, ...folder }) => [documentId, folder]));
}

async function restoreFolder(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  entry: FolderEntry,
): Promise<RestoredPlace> {
  const parent =
    splitPath(entry.path).length === 0
      ? null
      : ((await findParent(trx, firmId, entry.folderId)) ??
        (await ensureFolder(platform, trx, firmId, entry.clientId, entry.path)));
  const name = await freeFolderName(trx, firmId, entry, parent?.path ?? '/');
  const path = joinBelow(parent?.path ?? '/', name);
  const former = joinBelow(entry.path, entry.name);
  // Its documents and folders carry the paths they had; what was above may have changed its letters since.
  await sql`
    update folders f
    set path = ${path}::text || substr(f.path, length(root.path) + 1),
        path_key = ${pathKey(path)}::text || substr(f.path_key, length('bin/' || ${entry.id}::text || ${pathKey(former)}::text) + 1),
        name = case when f.id = root.id then ${name}::text else f.name end,
        parent_id = case when f.id = root.id then ${parent?.id ?? null}::uuid else f.parent_id end,
        bin_entry_id = null
    from folders root
    where root.firm_id = ${firmId}::uuid and root.id = ${entry.folderId}::uuid
      and f.firm_id = ${firmId}::uuid and f.bin_entry_id = ${entry.id}::uuid`.execute(trx);
  const documents = await trx
    .updateTable('documents')
    .set({ deleted_at: null, bin_entry_id: null })
    .where('firm_id', '=', firmId)
    .where('bin_entry_id', '=', entry.id)
    .returning('id')
    .execute();
  return { entry, name, path: parent?.path ?? '/', documentIds: documents.map(({ id }) => id) };
}

/** The folder it was in, wherever that one is now, unless it is in the bin too. */
async function findParent(
  trx: Transaction<Schema>,
  firmId: string,
  folderId: string,
): Promise<FolderPlace | undefined> {
  return trx
    .selectFrom('folders')
    .innerJoin('folders as parent', (join) =>
      join.onRef('parent.firm_id', '=', 'folders.firm_id').onRef('parent.id', '=', 'folders.parent_id'),
    )
    .select(['parent.id', 'parent.client_id as clientId', 'parent.path'])
    .where('folders.firm_id', '=', firmId)
    .where('folders.id', '=', folderId)
    .where('parent.bin_entry_id', 'is', null)
    .executeTakeFirst();
}

async function freeFolderName(
  trx: Transaction<Schema>,
  firmId: string,
  entry: Entry,
  parent: string,
): Promise<string> {
  for (let number = 1; number <= maxNumber; number++) {
    const name = number === 1 ? entry.name : numberedName(entry.name, number);
    const taken = await findByPath(trx, firmId, entry.clientId, [...splitPath(parent), name]);
    if (!taken) return name;
  }
  throw new NavetteError('name_taken', { name: entry.name });
}

/** History, and the deliveries that the bin had cancelled. @param places of one client, put in the bin at one moment */
async function bringToLife(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  places: readonly RestoredPlace[],
  at: Date,
): Promise<Begun> {
  const { firmId } = caller;
  const deletedAt = places[0]?.entry.deletedAt;
  const versions = await loadCurrentVersions(
    trx,
    firmId,
    places.flatMap(({ documentIds }) => documentIds),
  );
  await recordHistoryOfEach(
    platform,
    trx,
    firmId,
    { kind: 'restored', at, actor: actorOf(caller) },
    versions.map(({ documentId, versionId, folderPath, name }) => ({
      documentId,
      versionId,
      details: { folder: folderPath, name },
    })),
  );
  const firm = await loadFirmFacts(trx, firmId);
  const isMissing = (earlier: readonly EarlierDelivery[]) =>
    earlier.every(({ state }) => state === 'cancelled') &&
    earlier.some(({ endedAt }) => endedAt === deletedAt);
  return beginMissing(platform, trx, firmId, firm, versions, { kind: 'repeated', at, isMissing });
}

async function audit(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  restored: readonly Restored[],
  deliveries: number,
): Promise<void> {
  const [only, ...others] = restored;
  if (!only) return;
  const isAlone = others.length === 0;
  await recordAudit(platform, trx, caller, {
    action: 'bin.restored',
    subjectKind: only.kind,
    subjectId: isAlone ? only.id : null,
    subjectName: isAlone ? only.name : null,
    details: {
      ...{ clientId: only.clientId, entries: restored.length, deliveries },
      documents: restored.reduce((sum, { documents }) => sum + documents, 0),
    },
  });
}

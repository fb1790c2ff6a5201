/** The bin: what is in it is nowhere else, and is sent nowhere; it can be taken out again (docs/decisions/0020-bin.md). */
import { NavetteError, splitPath } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { cancelUnsent, countUnsent } from '../deliveries/cancel-unsent.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { findFolder, lockTrees, parentPath, selectSubtree } from './folders.ts';
import { lockVisibleDocuments } from './move-documents.ts';
import { recordHistoryOfEach } from './record-history.ts';
import { actorOf } from './who.ts';

export interface Binned {
  readonly entryIds: string[];
  readonly documents: number;
  /** Deliveries that had not left. */
  readonly cancelled: number;
}

interface Binning {
  readonly entryId: string;
  readonly documentId: string;
  readonly versionId: string;
  /** Of the folder it is in. */
  readonly path: string;
}

/**
 * Puts documents in the bin, one entry each. @throws NavetteError `not_found`; `bin_cancels_deliveries` until confirmed
 */
export async function binDocuments(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  documentIds: readonly string[],
  isConfirmed: boolean,
): Promise<Binned> {
  const at = platform.clock();
  const documents = await lockVisibleDocuments(trx, caller, documentIds);
  const binnings = documents.map((document) => ({
    ...document,
    entryId: platform.newId(),
    path: document.folderPath,
  }));
  await trx
    .insertInto('bin_entries')
    .values(
      binnings.map((each) => ({
        ...entryColumns(caller, at),
        ...{ id: each.entryId, client_id: each.clientId, document_id: each.documentId, folder_id: null },
        ...{ name: each.name, path: each.path, documents: 1 },
      })),
    )
    .execute();
  const cancelled = await takeAway(platform, trx, caller, binnings, isConfirmed, at);
  const [only, ...others] = documents;
  await recordAudit(platform, trx, caller, {
    action: 'document.binned',
    subjectKind: 'document',
    subjectId: others.length === 0 ? (only?.documentId ?? null) : null,
    subjectName: others.length === 0 ? (only?.name ?? null) : null,
    details: { documents: documents.length, cancelled },
  });
  return { entryIds: binnings.map(({ entryId }) => entryId), documents: documents.length, cancelled };
}

/**
 * Puts a folder in the bin with everything below, as one entry; what was in the bin already stays an entry of its own.
 * @throws NavetteError `not_found`; `folder_receives` when a computer deposits there; `bin_cancels_deliveries` until confirmed
 */
export async function binFolder(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  folderId: string,
  isConfirmed: boolean,
): Promise<Binned> {
  const { firmId } = caller;
  const at = platform.clock();
  await lockTrees(trx, firmId, 'change');
  const folder = await findFolder(trx, firmId, folderId);
  await requireClient(trx, caller, folder.clientId);
  const folderIds = await selectSubtree(trx, firmId, folder);
  await refuseDeposits(trx, firmId, folderIds);

  const entryId = platform.newId();
  const name = splitPath(folder.path).at(-1) ?? '';
  const entry = {
    ...entryColumns(caller, at),
    ...{ id: entryId, client_id: folder.clientId, document_id: null, folder_id: folder.id },
    ...{ name, path: parentPath(folder.path), documents: 0 },
  };
  await trx.insertInto('bin_entries').values(entry).execute();
  // From here on, an upload that was about to end in one of these folders finds it gone.
  await trx
    .updateTable('folders')
    .set({ bin_entry_id: entryId, path_key: sql`'bin/' || ${entryId}::text || path_key` })
    .where('firm_id', '=', firmId)
    .where(sql<boolean>`id = any(${folderIds}::uuid[])`)
    .execute();
  const documents = await trx
    .selectFrom('documents')
    .select(['documents.id as documentId', 'documents.current_version_id as versionId'])
    .innerJoin('folders', (join) =>
      join.onRef('folders.firm_id', '=', 'documents.firm_id').onRef('folders.id', '=', 'documents.folder_id'),
    )
    .select('folders.path')
    .where('documents.firm_id', '=', firmId)
    .where(sql<boolean>`documents.folder_id = any(${folderIds}::uuid[])`)
    .where('documents.deleted_at', 'is', null)
    .orderBy('documents.id')
    .forUpdate('documents')
    .execute();
  const binnings = documents.map((document) => ({ ...document, entryId }));
  const cancelled = await takeAway(platform, trx, caller, binnings, isConfirmed, at);
  await trx
    .updateTable('bin_entries')
    .set({ documents: documents.length })
    .where('firm_id', '=', firmId)
    .where('id', '=', entryId)
    .execute();
  await recordAudit(platform, trx, caller, {
    action: 'folder.binned',
    subjectKind: 'folder',
    subjectId: folder.id,
    subjectName: folder.path,
    details: { clientId: folder.clientId, documents: documents.length, cancelled },
  });
  return { entryIds: [entryId], documents: documents.length, cancelled };
}

function entryColumns(caller: FirmCaller, at: Date) {
  return {
    firm_id: caller.firmId,
    deleted_at: at.toISOString(),
    deleted_by: caller.userId,
    deleted_by_name: caller.name,
  };
}

/** @returns how many deliveries were cancelled */
async function takeAway(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  binnings: readonly Binning[],
  isConfirmed: boolean,
  at: Date,
): Promise<number> {
  if (binnings.length === 0) return 0;
  const { firmId } = caller;
  const ids = binnings.map(({ documentId }) => documentId);
  const unsent = isConfirmed ? 0 : await countUnsent(trx, firmId, { documentIds: ids });
  if (unsent > 0) throw new NavetteError('bin_cancels_deliveries', { count: unsent });
  const cancelled = await cancelUnsent(platform, trx, firmId, { documentIds: ids }, actorOf(caller), at);
  await sql`
    update documents d set deleted_at = ${at.toISOString()}::timestamptz, bin_entry_id = binning.entry_id
    from unnest(${ids}::uuid[], ${binnings.map(({ entryId }) => entryId)}::uuid[]) as binning (id, entry_id)
    where d.firm_id = ${firmId}::uuid and d.id = binning.id`.execute(trx);
  await recordHistoryOfEach(
    platform,
    trx,
    firmId,
    { kind: 'binned', at, actor: actorOf(caller) },
    binnings.map(({ documentId, versionId, path }) => ({ documentId, versionId, details: { folder: path } })),
  );
  return cancelled.length;
}

/** What a computer deposits would have nowhere to go. */
async function refuseDeposits(
  trx: Transaction<Schema>,
  firmId: string,
  folderIds: readonly string[],
): Promise<void> {
  const agents = await trx
    .selectFrom('agents')
    .select(['name', 'hot_folders as hotFolders'])
    .where('firm_id', '=', firmId)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const { name, hotFolders } of agents) {
    const deposit = hotFolders.find(({ folderId }) => folderIds.includes(folderId));
    if (deposit)
      throw new NavetteError('folder_receives', { computer: name, hotFolder: deposit.description });
  }
}

/**
 * The archive move: once every delivery of a document is at its partner, it moves to the archive folder of the application that
 * was added first; a rejection that comes later brings it back. Moves made here are not arrivals.
 */
import { archivableStates, NavetteError, nameKey, numberedName } from '@navette/model';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { Platform } from '../platform.ts';
import { ensureFolder, lockTrees } from './folders.ts';
import { recordHistory } from './record-history.ts';

interface DocumentKey {
  readonly firmId: string;
  readonly documentId: string;
  readonly versionId: string;
}

const maxNumberedNames = 10_000;

/** Archives a document when it may be. Calling twice is safe. */
export async function archiveWhenDone(
  platform: Platform,
  trx: Transaction<Schema>,
  key: DocumentKey,
  at: Date,
): Promise<void> {
  // Before the document's row: who puts a folder in the bin takes both in this order.
  await lockTrees(trx, key.firmId, 'grow');
  const document = await lockDocument(trx, key);
  if (!document || document.archivedAt !== null || document.currentVersionId !== key.versionId) return;
  const deliveries = await trx
    .selectFrom('deliveries')
    .innerJoin('installations', (join) =>
      join
        .onRef('installations.firm_id', '=', 'deliveries.firm_id')
        .onRef('installations.id', '=', 'deliveries.installation_id'),
    )
    .select(['deliveries.state', 'deliveries.archive_path as archivePath'])
    .where('deliveries.firm_id', '=', key.firmId)
    .where('deliveries.version_id', '=', key.versionId)
    .orderBy('installations.created_at')
    .orderBy('installations.id')
    .execute();
  if (!deliveries.every(({ state }) => archivableStates.includes(state))) return;
  const archivePath = deliveries.find((each) => each.archivePath !== null)?.archivePath ?? null;
  if (archivePath === null) return;
  const folder = await ensureFolder(platform, trx, key.firmId, document.clientId, archivePath);
  if (folder.id === document.folderId) return;
  const name = await moveDocument(trx, key, document.name, folder.id, {
    archived_at: at.toISOString(),
    source_folder_id: document.folderId,
  });
  await recordHistory(platform, trx, {
    ...key,
    kind: 'archived',
    at,
    details: { folder: folder.path, name },
  });
}

/**
 * Brings an archived document back to where it was dropped. Does nothing to one that is not archived, that a person moved since, or
 * whose folder is in the bin.
 */
export async function bringBack(
  platform: Platform,
  trx: Transaction<Schema>,
  key: DocumentKey,
  at: Date,
): Promise<void> {
  await lockTrees(trx, key.firmId, 'grow');
  const document = await lockDocument(trx, key);
  if (!document || document.archivedAt === null || document.sourceFolderId === null) return;
  const source = await trx
    .selectFrom('folders')
    .select(['id', 'path'])
    .where('firm_id', '=', key.firmId)
    .where('id', '=', document.sourceFolderId)
    .where('bin_entry_id', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!source) return;
  const name = await moveDocument(trx, key, document.name, source.id, {
    archived_at: null,
    source_folder_id: null,
  });
  await recordHistory(platform, trx, {
    ...key,
    kind: 'brought_back',
    at,
    details: { name, folder: source.path },
  });
}

function lockDocument(trx: Transaction<Schema>, key: DocumentKey) {
  return trx
    .selectFrom('documents')
    .select([
      'name',
      'client_id as clientId',
      'folder_id as folderId',
      'source_folder_id as sourceFolderId',
      'archived_at as archivedAt',
      'current_version_id as currentVersionId',
    ])
    .where('firm_id', '=', key.firmId)
    .where('id', '=', key.documentId)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

/** Moves a document; a taken name becomes `name (2)`, nothing is ever overwritten. @returns the name it got */
async function moveDocument(
  trx: Transaction<Schema>,
  key: DocumentKey,
  name: string,
  folderId: string,
  change: { archived_at: string | null; source_folder_id: string | null },
): Promise<string> {
  // One mover at a time per folder: two documents of one name must not both find it free.
  await trx
    .selectFrom('folders')
    .select('id')
    .where('firm_id', '=', key.firmId)
    .where('id', '=', folderId)
    .forUpdate()
    .execute();
  for (let number = 1; number <= maxNumberedNames; number++) {
    const candidate = number === 1 ? name : numberedName(name, number);
    const taken = await trx
      .selectFrom('documents')
      .select('id')
      .where('firm_id', '=', key.firmId)
      .where('folder_id', '=', folderId)
      .where('name_key', '=', nameKey(candidate))
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (taken) continue;
    await trx
      .updateTable('documents')
      .set({ ...change, folder_id: folderId, name: candidate, name_key: nameKey(candidate) })
      .where('firm_id', '=', key.firmId)
      .where('id', '=', key.documentId)
      .execute();
    return candidate;
  }
  throw new NavetteError('name_taken', { name });
}

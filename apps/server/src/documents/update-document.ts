import { type DocumentType, NavetteError, nameKey, safeName } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { CurrentVersion } from './current-versions.ts';
import { lockTrees } from './folders.ts';
import { refuseProgramName } from './media-type.ts';
import { lockFolder, lockVisibleDocuments } from './move-documents.ts';
import { recordHistory } from './record-history.ts';
import { actorOf } from './who.ts';

export interface DocumentChange {
  readonly name?: string | undefined;
  readonly documentType?: DocumentType | null | undefined;
}

/**
 * Renames a document, or says its type. What already left, or is on its way, keeps the name it was received with.
 * @throws NavetteError `not_found`, `name_taken`, `file_type_refused` for the name of a program
 */
export async function updateDocument(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  documentId: string,
  change: DocumentChange,
): Promise<void> {
  await lockTrees(trx, caller.firmId, 'grow');
  const [document] = await lockVisibleDocuments(trx, caller, [documentId]);
  if (!document) throw new NavetteError('not_found');
  if (change.name !== undefined) await rename(platform, trx, caller, document, safeName(change.name));
  if (change.documentType !== undefined) await setType(platform, trx, caller, document, change.documentType);
}

async function rename(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  document: CurrentVersion,
  name: string,
): Promise<void> {
  if (name === document.name) return;
  refuseProgramName(name);
  const { firmId } = caller;
  await lockFolder(trx, firmId, document.folderId);
  const taken = await trx
    .selectFrom('documents')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('folder_id', '=', document.folderId)
    .where('name_key', '=', nameKey(name))
    .where('deleted_at', 'is', null)
    .where('id', '<>', document.documentId)
    .executeTakeFirst();
  if (taken) throw new NavetteError('name_taken', { name });
  await trx
    .updateTable('documents')
    .set({ name, name_key: nameKey(name) })
    .where('firm_id', '=', firmId)
    .where('id', '=', document.documentId)
    .execute();
  await recordHistory(platform, trx, {
    ...{ firmId, documentId: document.documentId, versionId: document.versionId },
    ...{ kind: 'renamed', at: platform.clock(), actor: actorOf(caller) },
    details: { from: document.name, name },
  });
  await recordAudit(platform, trx, caller, {
    action: 'document.renamed',
    subjectKind: 'document',
    subjectId: document.documentId,
    subjectName: name,
    details: { from: document.name, folder: document.folderPath },
  });
}

async function setType(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  document: CurrentVersion,
  documentType: DocumentType | null,
): Promise<void> {
  const { firmId } = caller;
  const row = await trx
    .selectFrom('documents')
    .select(['name', 'document_type as documentType'])
    .where('firm_id', '=', firmId)
    .where('id', '=', document.documentId)
    .executeTakeFirstOrThrow();
  if (row.documentType === documentType) return;
  await trx
    .updateTable('documents')
    .set({ document_type: documentType })
    .where('firm_id', '=', firmId)
    .where('id', '=', document.documentId)
    .execute();
  await recordAudit(platform, trx, caller, {
    action: 'document.type_changed',
    subjectKind: 'document',
    subjectId: document.documentId,
    subjectName: row.name,
    details: { from: row.documentType, to: documentType },
  });
}

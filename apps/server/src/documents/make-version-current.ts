import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadFirmFacts, recordArrival } from './arrival.ts';
import { insertVersion, keepBlobRecord, type NewVersion } from './insert-document.ts';
import { lockVisibleDocuments } from './move-documents.ts';
import { lockBytes } from './receive.ts';
import { recordHistory } from './record-history.ts';
import { actorOf, originOf } from './who.ts';

/**
 * Takes an older version up again: its bytes become a new version, which leaves in its turn; where a partner has these bytes
 * already it is held as a possible duplicate. For the current version nothing is done. @returns the version that is current then
 * @throws NavetteError `not_found`; `unavailable` when the store lacks the bytes
 */
export async function makeVersionCurrent(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  documentId: string,
  versionId: string,
): Promise<{ versionId: string; laneIds: readonly string[] }> {
  const { firmId } = caller;
  const at = platform.clock();
  const [document] = await lockVisibleDocuments(trx, caller, [documentId]);
  if (!document) throw new NavetteError('not_found');
  if (document.versionId === versionId) return { versionId, laneIds: [] };
  const older = await trx
    .selectFrom('versions')
    .select(['number', 'sha256', 'size_bytes as sizeBytes', 'media_type as mediaType'])
    .where('firm_id', '=', firmId)
    .where('id', '=', versionId)
    .where('document_id', '=', documentId)
    .executeTakeFirst();
  if (!older) throw new NavetteError('not_found');
  await lockBytes(trx, firmId, document.clientId, older.sha256);
  await keepBlobRecord(platform, trx, firmId, older, at);
  const version: NewVersion = {
    ...{ firmId, documentId, clientId: document.clientId, folderId: document.folderId, name: document.name },
    ...{ sha256: older.sha256, sizeBytes: older.sizeBytes, mediaType: older.mediaType },
    ...{ versionId: platform.newId(), documentType: null, origin: originOf(caller, null), at },
  };
  await insertVersion(platform, trx, version, caller);
  await recordHistory(platform, trx, {
    ...{ firmId, documentId, versionId: version.versionId, at },
    ...{ kind: 'version_restored', actor: actorOf(caller) },
    details: { fromNumber: older.number, name: document.name, folder: document.folderPath },
  });
  const firm = await loadFirmFacts(trx, firmId);
  const laneIds = await recordArrival(platform, trx, firm, { ...version, folderPath: document.folderPath });
  await recordAudit(platform, trx, caller, {
    action: 'document.version_restored',
    subjectKind: 'document',
    subjectId: documentId,
    subjectName: document.name,
    details: { fromNumber: older.number },
  });
  return { versionId: version.versionId, laneIds };
}

import { type UploadMetadata, uploadMetadata } from '@navette/api';
import { NavetteError, safeName } from '@navette/model';
import { inFirm } from '../database/tenancy.ts';
import { loadFirmFacts } from '../documents/arrival.ts';
import { type Destination, locateDestination } from '../documents/destination.ts';
import { refuseProgramName } from '../documents/media-type.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import type { UploadFiles } from './upload-files.ts';
import { insertUpload } from './upload-rows.ts';

/**
 * Refuses what could not end well before the first byte, and records the rest.
 * @param given `Upload-Metadata`, decoded
 * @throws NavetteError `invalid_request`, `not_found`, `client_archived`, `empty_file`, `file_too_large`, `file_type_refused`,
 * `disk_full`, `too_many_requests`
 */
export async function beginUpload(
  platform: Platform,
  files: UploadFiles,
  caller: FirmCaller,
  id: string,
  sizeBytes: number,
  given: Readonly<Record<string, string | null>>,
): Promise<UploadMetadata> {
  const parsed = uploadMetadata.parse(given);
  const destination = destinationOf(parsed);
  if (sizeBytes === 0) throw new NavetteError('empty_file');
  await requireRoom(platform, files, sizeBytes);
  return inFirm(platform.database.app, caller.firmId, async (trx) => {
    const { maxFileBytes } = await loadFirmFacts(trx, caller.firmId);
    if (sizeBytes > maxFileBytes) throw new NavetteError('file_too_large', { limit: maxFileBytes });
    await locateDestination(trx, caller, destination);
    const metadata = { ...parsed, name: parsed.name ?? (await nameOf(destination)) };
    refuseProgramName(safeName(metadata.name));
    await insertUpload(platform, trx, caller, id, sizeBytes, metadata);
    return metadata;

    async function nameOf(to: Destination): Promise<string> {
      if (to.kind === 'folder') throw new NavetteError('invalid_request', { detail: 'name' });
      const row = await trx
        .selectFrom('documents')
        .select('name')
        .where('firm_id', '=', caller.firmId)
        .where('id', '=', to.documentId)
        .executeTakeFirstOrThrow();
      return row.name;
    }
  });
}

/** Where an upload goes. @throws NavetteError `invalid_request` unless a folder or a document is named, not both */
export function destinationOf(metadata: UploadMetadata): Destination {
  const { folderId, documentId } = metadata;
  if (folderId !== undefined && documentId === undefined) {
    return {
      kind: 'folder',
      folderId,
      subPath: metadata.subPath ?? null,
      documentType: metadata.documentType ?? null,
      hotFolder: metadata.hotFolder ?? null,
    };
  }
  if (documentId !== undefined && folderId === undefined) return { kind: 'document', documentId };
  throw new NavetteError('invalid_request', { detail: 'folderId | documentId' });
}

/** What unfinished uploads of every firm were promised counts as taken. */
async function requireRoom(platform: Platform, files: UploadFiles, sizeBytes: number): Promise<void> {
  const { rows } = await platform.database.queue.query<{ firmId: string; id: string; sizeBytes: number }>(
    `select firm_id as "firmId", id, size_bytes as "sizeBytes" from uploads where version_id is null and expires_at > $1`,
    [platform.clock().toISOString()],
  );
  let promised = 0;
  for (const { firmId, id, sizeBytes: wanted } of rows) {
    promised += Math.max(0, wanted - (await files.length(firmId, id)));
  }
  if ((await files.room()) - promised < sizeBytes) throw new NavetteError('disk_full');
}

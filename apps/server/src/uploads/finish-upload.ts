import { errorCatalogue, NavetteError } from '@navette/model';
import { receive } from '../documents/receive.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { destinationOf } from './begin-upload.ts';
import type { UploadFiles } from './upload-files.ts';
import { deleteUpload, type MadeDocument, markFinished, type UploadRow } from './upload-rows.ts';

/**
 * Makes the document of an upload whose bytes are all there, by the way every document comes in. Calling twice, or at once, gives
 * the same document, by the upload's idempotency key.
 * @throws NavetteError as `receive`; when trying again cannot help, the upload is given up
 */
export async function finishUpload(
  platform: Platform,
  files: UploadFiles,
  caller: FirmCaller,
  upload: UploadRow,
): Promise<MadeDocument> {
  const { id, metadata, sizeBytes } = upload;
  const { firmId } = caller;
  try {
    const made = await receive(platform, caller, destinationOf(metadata), {
      bytes: files.path(firmId, id),
      name: metadata.name ?? '',
      expectedBytes: sizeBytes,
      expectedSha256: metadata.sha256 ?? null,
      idempotencyKey: metadata.idempotencyKey,
    });
    await markFinished(platform, firmId, id, made);
    await files.remove(firmId, id);
    return made;
  } catch (error) {
    if (isHopeless(error)) {
      await deleteUpload(platform, firmId, id);
      await files.remove(firmId, id);
    }
    throw error;
  }
}

/** Bytes that were altered on the way stay so: the file has to be sent anew. */
function isHopeless(error: unknown): boolean {
  return (
    error instanceof NavetteError && (error.code === 'digest_mismatch' || !errorCatalogue[error.code].retry)
  );
}

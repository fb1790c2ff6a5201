import { routes } from '@navette/api';
import { api } from '../api/api.ts';
import { contentDigest, hashFile, toHex } from './hash-file.ts';
import { sendFile } from './send-file.ts';
import { sendResumable } from './send-resumable.ts';
import type { Destination, UnfinishedUploads } from './unfinished-uploads.ts';

/** Above this a file goes in pieces that can be resumed. */
const largestWholeBytes = 32 * 1024 * 1024;

export interface FileToCarry {
  /** The idempotency key of the drop. */
  readonly key: string;
  readonly firm: string;
  readonly user: string;
  readonly file: File;
  readonly destination: Destination;
}

export interface CarryOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/** Sends a file once. Called again after a failure, it goes on where the server says. */
export type Send = (options: CarryOptions) => Promise<void>;

/** The file that was chosen again is not the one of which the server has the first part. */
export class OtherFileError extends Error {}

/**
 * Hashes a file, then gives what sends it: whole, or in pieces when it is large. @throws DOMException when the file cannot be read;
 * OtherFileError when the server has the beginning of another file under this key
 */
export async function prepareFile(
  upload: FileToCarry,
  unfinished: UnfinishedUploads,
  options: CarryOptions,
): Promise<Send> {
  const sha256 = await hashFile(upload.file, options);
  const begun = unfinished.find(upload.key);
  if (begun && begun.sha256 !== toHex(sha256)) throw new OtherFileError();
  return upload.file.size > largestWholeBytes
    ? (sending) => sendInPieces(upload, toHex(sha256), unfinished, sending)
    : (sending) => sendWhole(upload, sha256, sending);
}

function sendWhole(upload: FileToCarry, sha256: Uint8Array, { signal, onProgress }: CarryOptions) {
  const headers = {
    'idempotency-key': upload.key,
    'content-type': 'application/octet-stream',
    'content-digest': contentDigest(sha256),
  };
  return sendFile({ address: addressOf(upload), file: upload.file, headers, signal, onProgress });
}

function addressOf({ firm, file: { name }, destination }: FileToCarry): string {
  if ('documentId' in destination) {
    const params = { firm, document: destination.documentId };
    return api.address(routes.uploadVersion, { params, query: { name } });
  }
  const params = { firm, folder: destination.folderId };
  return api.address(routes.uploadDocument, { params, query: { name, subPath: destination.subPath } });
}

async function sendInPieces(
  upload: FileToCarry,
  sha256: string,
  unfinished: UnfinishedUploads,
  { signal, onProgress }: CarryOptions,
): Promise<void> {
  const { key, firm, user, file, destination } = upload;
  const { name, size: sizeBytes } = file;
  const startedMs = Date.now();
  await sendResumable({
    address: new URL(api.address(routes.createUpload, { params: { firm } }), location.href).href,
    file,
    metadata: { idempotencyKey: key, name, sha256, ...destination },
    resumeAddress: unfinished.find(key)?.address,
    signal,
    onProgress,
    onAddress: (address) => {
      const begun = unfinished.find(key);
      const keptBytes = begun?.address === address ? begun.keptBytes : 0;
      unfinished.remember({
        key,
        firm,
        user,
        destination,
        name,
        sizeBytes,
        sha256,
        address,
        keptBytes,
        startedMs,
      });
    },
    onKept: (keptBytes) => unfinished.kept(key, keptBytes),
  });
}

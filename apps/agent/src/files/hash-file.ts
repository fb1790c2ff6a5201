import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { type Identity, isAbsence, isUntouched, lookAt, toIdentity } from './identity.ts';

/** Opens a regular file to read it; never follows a link, never waits on a FIFO. */
export function openToRead(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
}

export interface HashedFile {
  readonly identity: Identity;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** The bytes themselves, when there are few. */
  readonly bytes: Buffer | null;
}

/** Files up to that size are read and written in one piece. */
export const pieceBytes = 256 * 1024;

/**
 * Reads a whole file with its identity. @returns `null` when it is not there as a regular file, or changed while it was read
 * @throws the system's error when it cannot be opened or read, the signal's reason
 */
export async function hashFile(
  path: string,
  hasStableInodes: boolean,
  signal?: AbortSignal,
): Promise<HashedFile | null> {
  const file = await openToRead(path).catch((error: unknown) => {
    if (isAbsence(error)) return null;
    throw error;
  });
  if (file === null) return null;
  try {
    const stats = await file.stat({ bigint: true });
    if (!stats.isFile()) return null;
    const identity = toIdentity(stats, hasStableInodes);
    const hashed = await hashOpenFile(file, identity.sizeBytes, signal);
    const after = await lookAt(path, hasStableInodes);
    return hashed !== null && after !== null && isUntouched(identity, after) ? { identity, ...hashed } : null;
  } finally {
    await file.close();
  }
}

/** Reads `sizeBytes` from the start of an open file, piece by piece. @returns `null` when there are fewer */
export async function hashOpenFile(
  file: FileHandle,
  sizeBytes: number,
  signal?: AbortSignal,
): Promise<Pick<HashedFile, 'sha256' | 'bytes'> | null> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(Math.min(sizeBytes, pieceBytes));
  let bytes: Buffer | null = null;
  for (let position = 0; position < sizeBytes; ) {
    signal?.throwIfAborted();
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, sizeBytes - position), position);
    if (bytesRead === 0) return null;
    hash.update(piece.subarray(0, bytesRead));
    if (bytesRead === sizeBytes) bytes = piece;
    position += bytesRead;
  }
  return { sha256: hash.digest('hex'), bytes };
}

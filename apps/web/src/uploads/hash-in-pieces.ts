import { sha256 } from '@noble/hashes/sha2.js';

const pieceBytes = 4 * 1024 * 1024;

/**
 * @param onPiece called with the bytes hashed so far
 * @returns the SHA-256 of a file of any size, of which memory holds one piece. @throws DOMException when it can no longer be read
 */
export async function hashInPieces(
  file: Blob,
  onPiece: (hashedBytes: number) => void = () => undefined,
): Promise<Uint8Array> {
  const hash = sha256.create();
  for (let start = 0; start < file.size; start += pieceBytes) {
    const end = Math.min(file.size, start + pieceBytes);
    hash.update(new Uint8Array(await file.slice(start, end).arrayBuffer()));
    onPiece(end);
  }
  return hash.digest();
}

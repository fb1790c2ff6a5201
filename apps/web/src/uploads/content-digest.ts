/** Above this the bytes are not held in memory only to be hashed: the server hashes what it receives in any case. */
const largestHashedBytes = 256 * 1024 * 1024;

/**
 * @returns the `Content-Digest` of a file (`sha-256=:<base64>:`), or `null` where the browser cannot hash (plain http) or the file
 * is over 256 MiB. @throws DOMException when the file can no longer be read
 */
export async function contentDigest(file: Blob): Promise<string | null> {
  if (!globalThis.crypto?.subtle || file.size > largestHashedBytes) return null;
  const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return `sha-256=:${btoa(String.fromCharCode(...new Uint8Array(hash)))}:`;
}

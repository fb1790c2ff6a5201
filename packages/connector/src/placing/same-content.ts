import { createHash } from 'node:crypto';
import type { DocumentFacts } from '../contract.ts';
import type { RemoteFiles } from './remote-files.ts';

type Content = Pick<DocumentFacts, 'sizeBytes' | 'sha256'>;

/**
 * Reads a file back and compares it with a document, by size first, then byte for byte through its SHA-256.
 * @returns `null` when nothing is there. @throws DeliveryError
 */
export async function holdsContent(
  files: RemoteFiles,
  path: string,
  { sizeBytes, sha256 }: Content,
  signal: AbortSignal,
): Promise<boolean | null> {
  const stat = await files.stat(path, signal);
  if (stat === null) return null;
  if (stat.sizeBytes !== sizeBytes) return false;
  return (await sha256Of(files.read(path, signal))) === sha256;
}

/** @returns 64 hex digits. */
export async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

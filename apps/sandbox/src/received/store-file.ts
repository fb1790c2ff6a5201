import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { detectMediaType, signatureBytes } from './media-type.ts';

export interface StoredFile {
  /** Where the bytes are until they are moved. Cut at the limit when `size` is above it. */
  readonly path: string;
  /** Bytes received, those above the limit included. */
  readonly size: number;
  readonly sha256: string;
  readonly sha1: string;
  /** By the first bytes. */
  readonly mediaType: string;
}

/** Writes `source` to `path`, measured on its way; what is above `maxBytes` is read and thrown away. */
export async function storeFile(source: Readable, path: string, maxBytes: number): Promise<StoredFile> {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1');
  let first = Buffer.alloc(0);
  let size = 0;
  const measure = async function* (chunks: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      size += chunk.length;
      sha256.update(chunk);
      sha1.update(chunk);
      if (first.length < signatureBytes) first = Buffer.concat([first, chunk]).subarray(0, signatureBytes);
      if (size <= maxBytes) yield chunk;
    }
  };
  await pipeline(source, measure, createWriteStream(path, { mode: 0o600 }));
  return {
    path,
    size,
    sha256: sha256.digest('hex'),
    sha1: sha1.digest('hex'),
    mediaType: detectMediaType(first),
  };
}

import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { detectMediaType, signatureBytes } from './media-type.ts';

export interface UploadedFile {
  readonly field: string;
  /** Where the bytes are until they are moved. Cut at the limit when `size` is above it. */
  readonly path: string;
  /** Bytes received, those above the limit included. */
  readonly size: number;
  readonly sha256: string;
  readonly sha1: string;
  readonly mediaType: string;
}

export interface Upload extends AsyncDisposable {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly UploadedFile[];
  /** Names of parts that came more than once. */
  readonly repeated: readonly string[];
}

/**
 * Reads a multipart request to its end, in whatever order its parts come, bytes straight to `folder`.
 *
 * What is above `maxBytes` is read and thrown away, so that the sender gets an answer and not a broken pipe. Disposing
 * removes the files that were not moved. Throws when the sender leaves half-way or the form is malformed: nothing stays.
 */
export async function readUpload(request: FastifyRequest, folder: string, maxBytes: number): Promise<Upload> {
  const fields = new Map<string, string>();
  const files: UploadedFile[] = [];
  const repeated: string[] = [];
  const paths: string[] = [];
  const discard = async () => {
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  };
  try {
    for await (const part of request.parts()) {
      if (fields.has(part.fieldname) || files.some((file) => file.field === part.fieldname)) {
        repeated.push(part.fieldname);
      }
      if (part.type === 'file') {
        const path = join(folder, randomUUID());
        paths.push(path);
        files.push(await storeFile(part, path, maxBytes));
      } else {
        fields.set(part.fieldname, String(part.value));
      }
    }
  } catch (error) {
    await discard();
    throw error;
  }
  return { fields, files, repeated, [Symbol.asyncDispose]: discard };
}

async function storeFile(part: MultipartFile, path: string, maxBytes: number): Promise<UploadedFile> {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1');
  let first = Buffer.alloc(0);
  let size = 0;
  const measure = async function* (source: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      sha256.update(chunk);
      sha1.update(chunk);
      if (first.length < signatureBytes) first = Buffer.concat([first, chunk]).subarray(0, signatureBytes);
      if (size <= maxBytes) yield chunk;
    }
  };
  await pipeline(part.file, measure, createWriteStream(path, { mode: 0o600 }));
  return {
    field: part.fieldname,
    path,
    size,
    sha256: sha256.digest('hex'),
    sha1: sha1.digest('hex'),
    mediaType: detectMediaType(first),
  };
}

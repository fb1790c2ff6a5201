import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type StoredFile, storeFile } from './store-file.ts';

export interface UploadedFile extends StoredFile {
  readonly field: string;
  /** As the part gives it, without folders. Empty when it gives none. */
  readonly name: string;
}

export interface Upload extends AsyncDisposable {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly UploadedFile[];
  /** Names of parts that came more than once. */
  readonly repeated: readonly string[];
}

export interface RawUpload extends AsyncDisposable {
  readonly file: StoredFile;
}

/** Lets the routes under `app` read forms with `readUpload`. */
export async function takeForms(app: FastifyInstance): Promise<void> {
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { fileSize: Number.POSITIVE_INFINITY },
  });
}

/** Lets the routes under `app` read bodies of any content type, or of none, with `readRawUpload`. */
export function takeAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
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
        const stored = await storeFile(part.file, path, maxBytes);
        files.push({ ...stored, field: part.fieldname, name: part.filename ?? '' });
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

/**
 * The same for a body that is the document itself. Throws when the sender leaves half-way: nothing stays.
 * A request without a body gives an empty file.
 */
export async function readRawUpload(
  request: FastifyRequest,
  folder: string,
  maxBytes: number,
): Promise<RawUpload> {
  const path = join(folder, randomUUID());
  const discard = () => rm(path, { force: true });
  try {
    const source = (request.body as Readable | undefined) ?? request.raw;
    return { file: await storeFile(source, path, maxBytes), [Symbol.asyncDispose]: discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

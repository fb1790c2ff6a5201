import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  copyFile,
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { NavetteError } from '@navette/model';
import type { BlobStore, StagedBlob, StageLimits } from './blob-store.ts';

const headBytes = 8_192;
/** No upload goes this long without writing. */
const abandonedMs = 86_400_000;

/**
 * A store under one folder: `<firm>/ab/abcdef…`, and `staging/` for what is being written.
 * @param minFreeBytes below this much free space nothing is taken any more
 */
export async function createFilesystemStore(root: string, minFreeBytes: number): Promise<BlobStore> {
  const staging = join(root, 'staging');
  await mkdir(staging, { recursive: true });
  await sweepStaging(staging);

  const place = (firmId: string, sha256: string) => join(root, firmId, sha256.slice(0, 2), sha256);

  return {
    async stage(firmId, bytes, limits) {
      await refuseWhenFull(root, minFreeBytes);
      const path = join(staging, randomUUID());
      try {
        const written = await writeFlushed(path, bytes, limits);
        return {
          ...written,
          keep: () => keepAt(path, place(firmId, written.sha256)),
          [Symbol.asyncDispose]: () => rm(path, { force: true }),
        } satisfies StagedBlob;
      } catch (error) {
        await rm(path, { force: true });
        throw translate(error);
      }
    },
    async stageFile(firmId, source, limits) {
      const read = await readFile(source, limits);
      const path = join(staging, randomUUID());
      try {
        await linkOrCopy(source, path);
      } catch (error) {
        await rm(path, { force: true });
        throw translate(error);
      }
      return {
        ...read,
        keep: () => keepAt(path, place(firmId, read.sha256)),
        [Symbol.asyncDispose]: () => rm(path, { force: true }),
      } satisfies StagedBlob;
    },
    read: (firmId, sha256, range) => createReadStream(place(firmId, sha256), range),
    async has(firmId, sha256, sizeBytes) {
      const facts = await stat(place(firmId, sha256)).catch(() => null);
      return facts?.isFile() === true && facts.size === sizeBytes;
    },
    remove: (firmId, sha256) => rm(place(firmId, sha256), { force: true }),
    async isReady() {
      return readdir(staging).then(
        () => true,
        () => false,
      );
    },
  };
}

/** Removes what processes that were killed left half-written. What is younger may belong to one that is still writing. */
async function sweepStaging(staging: string): Promise<void> {
  const oldest = Date.now() - abandonedMs;
  for (const name of await readdir(staging)) {
    const path = join(staging, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null && facts.mtimeMs < oldest) await rm(path, { force: true });
  }
}

async function refuseWhenFull(root: string, minFreeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize < minFreeBytes) throw new NavetteError('disk_full');
}

async function writeFlushed(path: string, bytes: Readable, limits: StageLimits) {
  await using file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    if (sizeBytes < headBytes) head.push(chunk.subarray(0, headBytes - sizeBytes));
    sizeBytes += chunk.length;
    if (sizeBytes > limits.maxBytes) throw new NavetteError('file_too_large', { limit: limits.maxBytes });
    hash.update(chunk);
    await writeWhole(file, chunk);
  }
  if (limits.expectedBytes !== null && sizeBytes !== limits.expectedBytes)
    throw new NavetteError('upload_interrupted');
  await file.datasync();
  return { sha256: hash.digest('hex'), sizeBytes, head: Buffer.concat(head) };
}

async function readFile(path: string, limits: StageLimits) {
  const hash = createHash('sha256');
  const head: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, {
    highWaterMark: 1_048_576,
  }) as AsyncIterable<Uint8Array>) {
    if (sizeBytes < headBytes) head.push(chunk.subarray(0, headBytes - sizeBytes));
    sizeBytes += chunk.length;
    hash.update(chunk);
  }
  if (sizeBytes > limits.maxBytes) throw new NavetteError('file_too_large', { limit: limits.maxBytes });
  if (limits.expectedBytes !== null && sizeBytes !== limits.expectedBytes)
    throw new NavetteError('upload_interrupted');
  return { sha256: hash.digest('hex'), sizeBytes, head: Buffer.concat(head) };
}

/** A second name for the same bytes; a flushed copy where the two folders are on different disks, or the disk has no such names. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK', 'ENOSYS'].includes(code)) throw error;
    await copyFile(from, to);
    await using file = await open(to, 'r+');
    await file.datasync();
  }
}

async function writeWhole(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, written);
    written += bytesWritten;
  }
}

async function keepAt(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    // Kept already by an earlier call.
    if (error.code !== 'ENOENT') throw translate(error);
  });
  await stat(to);
  // The name of a new file is durable only once its folder is flushed; the names of new folders, once those above are.
  for (const folder of [dirname(to), dirname(dirname(to)), dirname(dirname(dirname(to)))]) {
    await using handle = await open(folder, 'r');
    await handle.sync();
  }
}

function translate(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new NavetteError('disk_full', {}, error);
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR') {
    return new NavetteError('upload_interrupted', {}, error);
  }
  return error;
}

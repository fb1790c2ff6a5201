/** The bytes of unfinished uploads: `<data>/uploads/<firm>/<id>`. How far an upload is, is how long its file is. */
import { type FileHandle, mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { NavetteError } from '@navette/model';

export interface UploadFiles {
  path(firmId: string, id: string): string;
  create(firmId: string, id: string): Promise<void>;
  /**
   * Adds bytes at an offset. What came before a stream breaks, or before the disk is full, is kept and flushed.
   * @returns how long the file is then @throws NavetteError `disk_full`; what the stream fails with
   */
  append(firmId: string, id: string, offset: number, bytes: Readable): Promise<number>;
  /** 0 for a file that is not there. */
  length(firmId: string, id: string): Promise<number>;
  remove(firmId: string, id: string): Promise<void>;
  /** Bytes that the disk can still take above what is kept free. */
  room(): Promise<number>;
  /** Files that nobody wrote to for this long. */
  listOlderThan(ageMs: number): Promise<{ firmId: string; id: string }[]>;
}

/** @param minFreeBytes below this much free space nothing is taken any more */
export function createUploadFiles(root: string, minFreeBytes: number): UploadFiles {
  const path = (firmId: string, id: string) => join(root, firmId, id);
  const room = async () => {
    await mkdir(root, { recursive: true });
    const { bavail, bsize } = await statfs(root);
    return bavail * bsize - minFreeBytes;
  };
  return {
    path,
    room,
    async create(firmId, id) {
      await mkdir(dirname(path(firmId, id)), { recursive: true });
      await using file = await open(path(firmId, id), 'wx', 0o600);
      await file.sync();
    },
    async append(firmId, id, offset, bytes) {
      if ((await room()) <= 0) throw new NavetteError('disk_full');
      await using file = await open(path(firmId, id), 'r+');
      try {
        return await writeAt(file, offset, bytes);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        throw code === 'ENOSPC' || code === 'EDQUOT' ? new NavetteError('disk_full', {}, error) : error;
      } finally {
        await file.datasync();
      }
    },
    async length(firmId, id) {
      const facts = await stat(path(firmId, id)).catch(() => null);
      return facts?.size ?? 0;
    },
    remove: (firmId, id) => rm(path(firmId, id), { force: true }),
    async listOlderThan(ageMs) {
      const oldest = Date.now() - ageMs;
      const found: { firmId: string; id: string }[] = [];
      for (const firmId of await readdir(root).catch(() => [])) {
        for (const id of await readdir(path(firmId, '')).catch(() => [])) {
          const facts = await stat(path(firmId, id)).catch(() => null);
          if (facts !== null && facts.mtimeMs < oldest) found.push({ firmId, id });
        }
      }
      return found;
    },
  };
}

async function writeAt(file: FileHandle, offset: number, bytes: Readable): Promise<number> {
  let end = offset;
  for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
    for (let written = 0; written < chunk.length; ) {
      const { bytesWritten } = await file.write(chunk, written, chunk.length - written, end);
      written += bytesWritten;
      end += bytesWritten;
    }
  }
  return end;
}

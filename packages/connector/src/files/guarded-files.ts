/**
 * Folders of the machine, or shares mounted on it, for connectors: only under roots that the operator declared, looked at again
 * as they really are at each step. What is written is flushed, file and folder, before it counts.
 */
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, realpath, rename, rm, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { GuardedFiles } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { readExactly, startProgress } from '../document-body.ts';
import type { DocumentSource } from '../document-source.ts';
import type { RemoteFiles } from '../placing/remote-files.ts';
import { LostAnswer, takeName } from '../placing/take-name.ts';
import { failureOfFiles, systemCode } from './errors.ts';
import { AbandonedCall, createLane, type Lane } from './lane.ts';
import { pathInside, realFolder, rootByName } from './place.ts';

const chunkBytes = 256 * 1024;

/** `O_NOFOLLOW` does not exist on Windows. */
const noFollow = constants.O_NOFOLLOW ?? 0;

/** @param roots absolute paths */
export function createGuardedFiles(roots: readonly string[]): GuardedFiles {
  const lanes = new Map<string, Lane>();
  return {
    open(folder, partner) {
      const key = rootByName(roots, folder) ?? folder;
      const lane = lanes.get(key) ?? createLane();
      lanes.set(key, lane);
      return openFolder({ roots, folder, partner }, lane);
    },
  };
}

function openFolder(
  declared: { readonly roots: readonly string[]; readonly folder: string; readonly partner: string },
  lane: Lane,
): RemoteFiles {
  const { folder, partner } = declared;

  async function locate(path: string, signal: AbortSignal): Promise<string> {
    return lane.run(async () => pathInside(declared, await realFolder(declared), path.split('/')), signal);
  }

  /** Translates what a step throws; an abort is a cut of the connection. */
  async function guard<Result>(path: string, step: () => Promise<Result>): Promise<Result> {
    try {
      return await step();
    } catch (error) {
      throw failureOfFiles(error, partner, [folder, ...path.split('/').slice(0, -1)].join('/'));
    }
  }

  return {
    stat: (path, signal) =>
      guard(path, async () => {
        const full = await locate(path, signal);
        const found = await lane.run(() => lstatOrNull(full), signal);
        // A folder or a link has that name, and no document is of that size.
        return found && { sizeBytes: found.isFile() ? found.size : -1 };
      }),

    async *read(path, signal) {
      const handle = await guard(path, async () => {
        const full = await locate(path, signal);
        return openLane(lane, full, constants.O_RDONLY | noFollow, signal);
      });
      try {
        for (;;) {
          const buffer = Buffer.allocUnsafe(chunkBytes);
          const { bytesRead } = await guard(path, () => lane.run(() => handle.read(buffer), signal));
          if (bytesRead === 0) return;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await closeLane(lane, handle, signal);
      }
    },

    write: (path, document, signal) =>
      guard(path, async () => {
        const full = await locate(path, signal);
        await lane.run(() => rm(full, { force: true }), signal);
        const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow;
        const handle = await openLane(lane, full, flags, signal);
        try {
          // A folder on the way may have been exchanged for a link since it was looked at: nothing is written there.
          if ((await locate(path, signal)) !== (await lane.run(() => realpath(full), signal)))
            throw new DeliveryError('folder_not_declared', { partner, folder });
          await writeDocument(lane, handle, document, signal);
          await lane.run(() => handle.sync(), signal);
        } finally {
          await closeLane(lane, handle, signal);
        }
      }),

    rename: (from, to, signal) =>
      guard(to, async () => {
        const [source, target] = [await locate(from, signal), await locate(to, signal)];
        try {
          return await lane.run(() => moveWithoutReplacing(source, target), signal);
        } catch (error) {
          if (!(error instanceof AbandonedCall || error instanceof LostAnswer)) throw error;
          throw new DeliveryError('outcome_unknown', { partner }, {}, error);
        }
      }),

    remove: (path, signal) =>
      guard(path, async () => {
        const full = await locate(path, signal);
        await lane.run(() => rm(full, { force: true }), signal);
      }),

    makeFolder: (path, signal) =>
      guard(`${path}/`, async () => {
        const parts = path.split('/');
        for (const end of parts.keys()) {
          const full = await locate(parts.slice(0, end + 1).join('/'), signal);
          await lane.run(() => makeOneFolder(full), signal);
        }
      }),
  };
}

async function openLane(lane: Lane, path: string, flags: number, signal: AbortSignal): Promise<FileHandle> {
  return lane.run(
    () => open(path, flags),
    signal,
    (late) => late.close(),
  );
}

/** Closes now, or once the share that froze has come back. */
async function closeLane(lane: Lane, handle: FileHandle, signal: AbortSignal): Promise<void> {
  const closing = handle.close().catch(() => {});
  if (!signal.aborted) await lane.run(() => closing, signal).catch(() => {});
}

async function writeDocument(
  lane: Lane,
  handle: FileHandle,
  document: DocumentSource,
  signal: AbortSignal,
): Promise<void> {
  const progress = startProgress();
  try {
    for await (const chunk of readExactly(document, signal, progress)) {
      for (let offset = 0; offset < chunk.length; ) {
        const { bytesWritten } = await lane.run(() => handle.write(chunk, offset), signal);
        offset += bytesWritten;
      }
    }
  } catch (error) {
    throw progress.sourceFailure ?? error;
  }
}

/** @returns `false` when something has that name already. */
async function moveWithoutReplacing(from: string, to: string): Promise<boolean> {
  return takeName({
    isTaken: async () => (await lstatOrNull(to)) !== null,
    async link() {
      await link(from, to);
      await flushName(to);
    },
    reserve: async () => (await open(to, 'wx')).close(),
    async rename() {
      await rename(from, to);
      await flushName(to);
    },
    release: () => rm(to, { force: true }),
    dropOldName: () => unlink(from),
    isRefusal: (error) => systemCode(error) !== undefined,
  });
}

/** A name that may not outlive a power cut is one whose outcome is not known. */
async function flushName(path: string): Promise<void> {
  try {
    await flushFolder(dirname(path));
  } catch (error) {
    throw new LostAnswer('the folder was not flushed', { cause: error });
  }
}

async function makeOneFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
    await flushFolder(dirname(path));
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    const found = await lstat(path);
    // A link is refused by whatever is asked next.
    if (!found.isDirectory() && !found.isSymbolicLink()) throw error;
  }
}

/** Windows, and some shares, cannot flush a folder; they write names through. */
const flushlessCodes = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'EBADF', 'ENOTSUP', 'ENOSYS']);

async function flushFolder(path: string): Promise<void> {
  try {
    await using handle = await open(path, 'r');
    await handle.sync();
  } catch (error) {
    if (!flushlessCodes.has(systemCode(error) ?? '')) throw error;
  }
}

async function lstatOrNull(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

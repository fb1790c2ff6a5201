/** The files of an SFTP server, version 3 of the protocol. */
import {
  DeliveryError,
  type DocumentSource,
  type KeptConnection,
  LostAnswer,
  type RemoteFiles,
  takeName,
  writeInPieces,
} from '@navette/connector';
import type { SftpConnection } from './connection.ts';
import { failureOf, failWith, sftpStatus, statusOf } from './errors.ts';
import { type Requests, requestsOf, UnsupportedRequest } from './requests.ts';
import { explainFailure } from './room.ts';
import type { Settings } from './settings.ts';

const readBytes = 128 * 1024;
/** Every server takes 32 KiB of data in one request (draft-ietf-secsh-filexfer-02, section 3). */
const pieces = { pieceBytes: 32 * 1024, piecesAtOnce: 12 };

/** Paths are below the folder of the settings. Each method throws DeliveryError. */
export function openFiles(kept: KeptConnection<SftpConnection>, settings: Settings): RemoteFiles {
  const at = (path: string) => (settings.folder === '' ? path : `${settings.folder}/${path}`);
  const folderOf = (path: string) => at(path).split('/').slice(0, -1).join('/') || '.';

  /** Does one thing with the connection. What breaks becomes the error that it means. */
  async function run<Result>(
    path: string,
    signal: AbortSignal,
    step: (requests: Requests) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await kept.use(signal, (connection) => step(requestsOf(connection, signal)));
    } catch (error) {
      throw failureOf(error, settings, folderOf(path));
    }
  }

  async function writeWhole(
    requests: Requests,
    path: string,
    document: DocumentSource,
    signal: AbortSignal,
  ): Promise<void> {
    let leftBytes = document.sizeBytes;
    try {
      const handle = await openNew(requests, at(path));
      try {
        const write = async (piece: Buffer, position: number) => {
          await requests.write(handle, piece, position);
          leftBytes -= piece.length;
        };
        await writeInPieces(document, { ...pieces, write }, signal);
        await requests.fsync(handle).catch(unlessUnsupported);
      } catch (error) {
        requests.close(handle).catch(() => {});
        throw error;
      }
      await requests.close(handle);
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      const code = await explainFailure(requests, error, folderOf(path), leftBytes);
      throw code === null ? error : failWith(code, error, settings, { folder: folderOf(path) });
    }
  }

  return {
    stat: (path, signal) =>
      run(path, signal, async (requests) => {
        const found = await requests.lstat(at(path));
        // A folder or a link has that name, and no document is of that size.
        return found && { sizeBytes: found.isFile() ? found.size : -1 };
      }),

    async *read(path, signal) {
      const { requests, handle } = await run(path, signal, async (requests) => ({
        requests,
        handle: await requests.open(at(path), 'r'),
      }));
      try {
        for (let position = 0; ; ) {
          const piece = Buffer.allocUnsafe(readBytes);
          const count = await run(path, signal, () => requests.read(handle, piece, position));
          if (!count) return;
          position += count;
          yield piece.subarray(0, count);
        }
      } finally {
        requests.close(handle).catch(() => {});
      }
    },

    write: (path, document, signal) =>
      run(path, signal, (requests) => writeWhole(requests, path, document, signal)),

    rename: (from, to, signal) =>
      run(to, signal, async (requests) => {
        const [source, target] = [at(from), at(to)];
        try {
          return await takeName({
            isTaken: async () => (await requests.lstat(target)) !== null,
            link: () => isDone(requests.link(source, target)),
            reserve: async () => requests.close(await requests.open(target, 'wx')),
            rename: () => answered(requests.rename(source, target)),
            release: () => requests.unlink(target),
            dropOldName: () => requests.unlink(source),
          });
        } catch (error) {
          if (!(error instanceof LostAnswer)) throw error;
          throw failWith('outcome_unknown', error, settings);
        }
      }),

    remove: (path, signal) => run(path, signal, (requests) => removeIfThere(requests, at(path))),

    makeFolder: (path, signal) =>
      run(`${path}/`, signal, async (requests) => {
        if (await isFolder(requests, at(path))) return;
        const parts = path.split('/');
        for (const end of parts.keys()) await makeOneFolder(requests, at(parts.slice(0, end + 1).join('/')));
      }),
  };
}

/** @returns whether the server did it; `false` when it refused or does not know how. @throws LostAnswer */
async function isDone(request: Promise<unknown>): Promise<boolean> {
  try {
    await answered(request);
    return true;
  } catch (error) {
    if (error instanceof LostAnswer) throw error;
    return false;
  }
}

/** @throws LostAnswer when the request may have been done and no answer came */
async function answered(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (statusOf(error) !== undefined || error instanceof UnsupportedRequest) throw error;
    throw new LostAnswer('no answer came', { cause: error });
  }
}

function unlessUnsupported(error: unknown): void {
  if (!(error instanceof UnsupportedRequest)) throw error;
}

/** Makes a file of one's own, in place of what an attempt that broke left there. */
async function openNew(requests: Requests, path: string): Promise<Buffer> {
  try {
    return await requests.open(path, 'wx');
  } catch (error) {
    if (statusOf(error) === undefined || (await requests.lstat(path)) === null) throw error;
    await removeIfThere(requests, path);
    return await requests.open(path, 'wx');
  }
}

async function removeIfThere(requests: Requests, path: string): Promise<void> {
  try {
    await requests.unlink(path);
  } catch (error) {
    if (statusOf(error) !== sftpStatus.noSuchFile) throw error;
  }
}

async function makeOneFolder(requests: Requests, path: string): Promise<void> {
  try {
    await requests.mkdir(path);
  } catch (error) {
    // Made by another delivery in between, or there all along.
    if (statusOf(error) === undefined || !(await isFolder(requests, path))) throw error;
  }
}

/** A link that somebody made on the server is as good as what it leads to. */
async function isFolder(requests: Requests, path: string): Promise<boolean> {
  const found = await requests.lstat(path);
  return found !== null && (found.isDirectory() || found.isSymbolicLink());
}

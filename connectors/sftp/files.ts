/** The files of an SFTP server, version 3 of the protocol. */
import {
  type DocumentSource,
  type KeptConnection,
  LostAnswer,
  type RemoteFiles,
  readInPieces,
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
const pieceBytes = 32 * 1024;
const mostPiecesAtOnce = 12;

/** Paths are below the folder of the settings. Each method throws DeliveryError. */
export function openFiles(kept: KeptConnection<SftpConnection>, settings: Settings): RemoteFiles {
  const at = (path: string) => (settings.folder === '' ? path : `${settings.folder}/${path}`);
  const folderOf = (path: string) => at(path).split('/').slice(0, -1).join('/') || '.';

  /** Does one thing with the connection. What breaks becomes the error that it means. */
  async function run<Result>(
    path: string,
    signal: AbortSignal,
    step: (requests: Requests, connection: SftpConnection) => Promise<Result>,
  ): Promise<Result> {
    return kept
      .use(signal, async (connection) => {
        const requests = requestsOf(connection, signal);
        try {
          return await step(requests, connection);
        } catch (error) {
          const code = await explainFailure(requests, error, settings.folder || '.');
          throw code === null ? error : failWith(code, error, settings, { folder: folderOf(path) });
        }
      })
      .catch((error: unknown) => {
        throw failureOf(error, settings, folderOf(path));
      });
  }

  async function upload(
    requests: Requests,
    path: string,
    document: DocumentSource,
    piecesAtOnce: number,
    signal: AbortSignal,
  ): Promise<void> {
    const handle = await requests.open(path, 'w');
    try {
      const write = (piece: Buffer, position: number) => requests.write(handle, piece, position);
      await writeInPieces(document, { pieceBytes, piecesAtOnce, write }, signal);
      await requests.fsync(handle).catch(unlessUnsupported);
    } catch (error) {
      requests.abandon(handle);
      throw error;
    }
    await requests.close(handle);
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
        yield* readInPieces(readBytes, (into, position) =>
          run(path, signal, () => requests.read(handle, into, position)),
        );
      } finally {
        requests.abandon(handle);
      }
    },

    write: (path, document, signal) =>
      run(path, signal, async (requests, connection) => {
        const atOnce = connection.writesInOrder ? 1 : mostPiecesAtOnce;
        try {
          await upload(requests, at(path), document, atOnce, signal);
        } catch (error) {
          const mayBeOrder = atOnce > 1 && document.sizeBytes > pieceBytes;
          if (!mayBeOrder || statusOf(error) !== sftpStatus.failure) throw error;
          if ((await explainFailure(requests, error, settings.folder || '.')) !== null) throw error;
          // Some servers cannot take a piece before the one that precedes it.
          await upload(requests, at(path), document, 1, signal);
          connection.writesInOrder = true;
        }
      }),

    rename: (from, to, signal) =>
      run(to, signal, async (requests, connection) => {
        const [source, target] = [at(from), at(to)];
        const makesLinks = await knowLinks(connection, requests, source);
        try {
          return await takeName({
            isTaken: async () => (await requests.lstat(target)) !== null,
            ...(makesLinks && { link: () => requests.link(source, target) }),
            reserve: async () => requests.close(await requests.open(target, 'wx')),
            rename: () => requests.rename(source, target),
            release: () => requests.unlink(target),
            dropOldName: () => requests.unlink(source),
            isRefusal: (error) => statusOf(error) !== undefined || error instanceof UnsupportedRequest,
          });
        } catch (error) {
          throw error instanceof LostAnswer ? failWith('outcome_unknown', error, settings) : error;
        }
      }),

    remove: (path, signal) => run(path, signal, async (requests) => void (await requests.unlink(at(path)))),

    makeFolder: (path, signal) =>
      run(`${path}/`, signal, async (requests) => {
        if (await isFolder(requests, at(path))) return;
        const parts = path.split('/');
        for (const end of parts.keys()) {
          const folder = at(parts.slice(0, end + 1).join('/'));
          await requests.mkdir(folder).catch(async (error: unknown) => {
            // There already, or made by another delivery in between.
            if (!(await isFolder(requests, folder))) throw error;
          });
        }
      }),
  };
}

/** Some servers answer that they made a link, and make none: one under a hidden name tells, once for each connection. */
async function knowLinks(connection: SftpConnection, requests: Requests, path: string): Promise<boolean> {
  if (connection.makesLinks !== undefined) return connection.makesLinks;
  const second = `${path}.link`;
  try {
    await requests.link(path, second);
    connection.makesLinks = (await requests.lstat(second)) !== null;
    if (connection.makesLinks) await requests.unlink(second);
  } catch (error) {
    if (statusOf(error) === undefined && !(error instanceof UnsupportedRequest)) throw error;
    connection.makesLinks = false;
  }
  return connection.makesLinks;
}

function unlessUnsupported(error: unknown): void {
  if (!(error instanceof UnsupportedRequest)) throw error;
}

/** A link that somebody made on the server is as good as what it leads to. */
async function isFolder(requests: Requests, path: string): Promise<boolean> {
  const found = await requests.lstat(path);
  return found !== null && (found.isDirectory() || found.isSymbolicLink());
}

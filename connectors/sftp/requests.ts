/** What one asks an SFTP server, each request a promise that ends with its answer, its signal, or the connection. */
import { orAborted } from '@navette/connector';
import type { SFTPWrapper, Stats } from 'ssh2';
import type { SftpConnection } from './connection.ts';
import { sftpStatus, statusOf } from './errors.ts';

/** The server does not know an extension of the protocol; nothing was sent. */
export class UnsupportedRequest extends Error {
  override readonly name = 'UnsupportedRequest';
}

type Done<Result> = (error: Error | null | undefined, result?: Result) => void;
type Start<Result> = (sftp: SFTPWrapper, done: Done<Result>) => void;

const { eof, noSuchFile } = sftpStatus;

export type Requests = ReturnType<typeof requestsOf>;

/** Each throws the server's answer (`statusOf` tells it), what the signal was aborted with, or that the connection is gone. */
export function requestsOf({ sftp, gone }: SftpConnection, signal: AbortSignal) {
  function ask<Result>(start: Start<Result>): Promise<Result> {
    const answer = new Promise<Result>((resolve, reject) => {
      if (signal.aborted || gone.aborted) return;
      try {
        start(sftp, (error, result) => (error ? reject(error) : resolve(result as Result)));
      } catch (error) {
        reject(new UnsupportedRequest('the server does not know this request', { cause: error }));
      }
    });
    return orAborted(answer, [signal, gone]);
  }

  /** @returns `null` when the server answers with that status */
  async function askOrNull<Result>(status: number, start: Start<Result>): Promise<Result | null> {
    return ask(start).catch((error: unknown) => {
      if (statusOf(error) === status) return null;
      throw error;
    });
  }

  return {
    /** Links are not followed. @returns `null` when nothing is there */
    lstat: (path: string) => askOrNull<Stats>(noSuchFile, (to, done) => to.lstat(path, done)),
    /** `wx` makes a file, and fails when the name is taken; `w` empties one that is there. */
    open: (path: string, mode: 'r' | 'w' | 'wx') =>
      ask<Buffer>((to, done) =>
        to.open(path, mode, (error, handle) => {
          done(error, handle);
          if (signal.aborted && handle) to.close(handle, () => {});
        }),
      ),
    write: (handle: Buffer, piece: Buffer, position: number) =>
      ask((to, done) => to.write(handle, piece, 0, piece.length, position, done)),
    /** @returns how many bytes came; `null` at the end */
    read: (handle: Buffer, into: Buffer, position: number) =>
      askOrNull<number>(eof, (to, done) => to.read(handle, into, 0, into.length, position, done)),
    close: (handle: Buffer) => ask((to, done) => to.close(handle, done)),
    /** Closes it even after an abort; what becomes of it is nobody's business. */
    abandon: (handle: Buffer) => void (gone.aborted || sftp.close(handle, () => {})),
    /** Nothing happens when there is none. */
    unlink: (path: string) => askOrNull(noSuchFile, (to, done) => to.unlink(path, done)),
    mkdir: (path: string) => ask((to, done) => to.mkdir(path, done)),
    rename: (from: string, into: string) => ask((to, done) => to.rename(from, into, done)),
    // Extensions of OpenSSH: UnsupportedRequest elsewhere.
    link: (from: string, into: string) => ask((to, done) => to.ext_openssh_hardlink(from, into, done)),
    fsync: (handle: Buffer) => ask((to, done) => to.ext_openssh_fsync(handle, done)),
    statvfs: (path: string) => ask((to, done) => to.ext_openssh_statvfs(path, done)),
  };
}

import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, mkdtemp, rmdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { ClusterPaths, StartRecord } from './cluster-folder.ts';
import type { StartMode } from './start-mode.ts';

/** Where PostgreSQL listens: a socket folder and a name's number, or a loopback address and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The number in the socket's name, `.s.PGSQL.5432`. */
const socketNumber = 5432;

/** The longest path a Unix socket may have: 107 bytes on Linux, 103 elsewhere. */
const socketPathBytes = 103;

/**
 * Makes the place where PostgreSQL will listen: a short 0700 folder of the account it runs under, so that nobody else can
 * connect; with `loopback` a free port of this machine. The last address is taken again when it is still ours.
 */
export async function makeAddress(
  paths: ClusterPaths,
  mode: StartMode,
  loopback: boolean,
  last: StartRecord | undefined,
): Promise<Address> {
  if (loopback) return { host: '127.0.0.1', port: last?.port ?? (await freePort()) };
  if (last !== undefined && (await isMadeOurs(last.host, mode))) return { host: last.host, port: last.port };
  const name = `navette-${createHash('sha256').update(paths.cluster).digest('hex').slice(0, 16)}`;
  const parent = isShort(path.join(os.tmpdir(), `${name}-XXXXXX`)) ? os.tmpdir() : '/tmp';
  const folder = path.join(parent, name);
  if (await isMadeOurs(folder, mode)) return { host: folder, port: socketNumber };
  // Somebody else has that name: any other will do, since `postmaster.pid` tells the address.
  const other = await mkdtemp(`${folder}-`);
  await giveTo(other, mode);
  return { host: other, port: socketNumber };
}

/** Removes the folder of a server that has stopped; not when another process starts a server there already. */
export async function removeAddress({ host }: Address): Promise<void> {
  if (path.isAbsolute(host)) await rmdir(host).catch(() => {});
}

async function isMadeOurs(folder: string, mode: StartMode): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false; // its parent was temporary too
    if (code !== 'EEXIST') throw error;
    const found = await lstat(folder);
    const owners = [process.getuid?.(), mode.kind === 'account' ? mode.uid : undefined];
    if (!found.isDirectory() || !owners.includes(found.uid)) return false;
  }
  await chmod(folder, 0o700);
  await giveTo(folder, mode);
  return true;
}

async function giveTo(folder: string, mode: StartMode): Promise<void> {
  if (mode.kind === 'account') await chown(folder, mode.uid, mode.gid);
}

function isShort(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, `.s.PGSQL.${socketNumber}`)) <= socketPathBytes;
}

async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer().once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
  });
  return await promise;
}

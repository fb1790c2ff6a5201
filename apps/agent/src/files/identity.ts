/** What tells one drop from another at the same path, and whether a file changed between two looks. */

import type { BigIntStats } from 'node:fs';
import { lstat, statfs } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from './error-code.ts';

export const identitySchema = z.object({
  sizeBytes: z.number().int().min(0),
  mtimeNs: z.string(),
  /** Changes whenever anything about the file does, a restored modification time included. */
  ctimeNs: z.string(),
  device: z.string(),
  /** `null` where the file system gives the same file another number from one look to the next. */
  inode: z.string().nullable(),
});

export type Identity = z.infer<typeof identitySchema>;

/** @returns the identity of the regular file at `path`; `null` when there is none, or when it is something else. */
export async function lookAt(path: string, hasStableInodes: boolean): Promise<Identity | null> {
  try {
    const stats = await lstat(path, { bigint: true });
    return stats.isFile() ? toIdentity(stats, hasStableInodes) : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

export function isAbsence(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function toIdentity(stats: BigIntStats, hasStableInodes: boolean): Identity {
  return {
    sizeBytes: Number(stats.size),
    mtimeNs: String(stats.mtimeNs),
    ctimeNs: String(stats.ctimeNs),
    device: String(stats.dev),
    inode: hasStableInodes ? String(stats.ino) : null,
  };
}

/**
 * Whether two looks saw the same drop. The device is kept for people to read only: a share mounted again gets another number.
 * The time of the last change is left to `isUntouched`: a rename moves it.
 */
export function isSameFile(a: Identity, b: Identity): boolean {
  return (
    a.sizeBytes === b.sizeBytes &&
    a.mtimeNs === b.mtimeNs &&
    (a.inode === b.inode || a.inode === null || b.inode === null)
  );
}

/** Whether nothing at all happened to the file between two looks. */
export function isUntouched(a: Identity, b: Identity): boolean {
  return isSameFile(a, b) && a.ctimeNs === b.ctimeNs;
}

/** Linux file-system numbers (statfs) whose inode numbers are made up at each look: FUSE, SMB, FAT, 9p, VirtualBox. */
const unstable = new Set([
  0x65735546, 0x517b, 0xff534d42, 0xfe534d42, 0x4d44, 0x2011bab0, 0x01021997, 0x786f4256,
]);

/** Whether inode numbers below `directory` say which file it is. */
export async function hasStableInodes(directory: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const { type } = await statfs(directory);
  return !unstable.has(type >>> 0);
}

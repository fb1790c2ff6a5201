import { copyFile, lstat, open, rm, utimes } from 'node:fs/promises';
import { passCrashPoint } from '../crash.ts';
import { errorCode } from '../files/error-code.ts';
import { hashOpenFile } from '../files/hash-file.ts';
import type { Drop } from '../journal/step.ts';

/**
 * Copies a drop's file with its time; when it resolves, the copy holds the bytes that were acknowledged, flushed. A copy left by a
 * crash is replaced. On failure nothing is left.
 */
export async function copyWhole(from: string, to: string, drop: Drop): Promise<void> {
  try {
    await copyFile(from, to);
    await keepTime(from, to);
    await verifyAndFlush(to, drop);
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
  passCrashPoint('copied');
}

/** Some shares refuse to set times: not a reason to keep the file out of the archive. */
async function keepTime(from: string, to: string): Promise<void> {
  const { atime, mtime } = await lstat(from);
  await utimes(to, atime, mtime).catch((error: unknown) => {
    if (errorCode(error) !== 'EPERM') throw error;
  });
}

async function verifyAndFlush(path: string, { sha256, identity }: Drop): Promise<void> {
  // Windows flushes only what is open for writing.
  const copy = await open(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    const { size } = await copy.stat();
    const read = await hashOpenFile(copy, size);
    const isWhole = size === identity.sizeBytes && (sha256 === null || read?.sha256 === sha256);
    if (!isWhole) throw new Error('the copy differs from the file');
    await copy.sync();
  } finally {
    await copy.close();
  }
}

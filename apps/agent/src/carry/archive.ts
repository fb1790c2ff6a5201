/**
 * Moves a received file into the archive, or removes it where there is none; moves a refused one to Refusés. Can be stopped
 * anywhere and called again: it looks where the file is, and goes on from there.
 *
 *   name chosen and on disk → name reserved → file set aside and verified → moved (or removed) → both directories flushed
 */
import { copyFile, lstat, open, rename, rm, utimes } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { passCrashPoint } from '../crash.ts';
import { errorCode } from '../files/error-code.ts';
import { hashFile, hashOpenFile } from '../files/hash-file.ts';
import { type Identity, isSameFile, isUntouched, lookAt } from '../files/identity.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { makeDirectory } from '../files/write-durably.ts';
import { ownPrefix, reasonSuffix } from '../ignore.ts';
import type { Drop } from '../journal/step.ts';
import { reserveName, unreserveName } from './archive-name.ts';
import type { Carrier, Place } from './place.ts';
import { refusedDirOf } from './place.ts';
import { asidePath, isAsideOurs, putBack, setAside } from './set-aside.ts';

export type Archived =
  | { readonly kind: 'moved'; readonly target: string }
  | { readonly kind: 'removed' }
  /** The file at that path is another one now: a new drop. */
  | { readonly kind: 'changed' }
  /** It is nowhere to be found; if it comes back, it will be archived without being sent again. */
  | { readonly kind: 'missing' };

/** @throws the system's error when the file cannot be moved for now; it then has its own name in the deposit */
export async function archive(drop: Drop, place: Place, carrier: Carrier): Promise<Archived> {
  const found = await findFile(drop);
  switch (found) {
    case 'changed':
    case 'missing':
      return { kind: found };
    case 'arrived':
      return finish(drop, drop.target);
    case 'aside':
    case 'deposit':
      return move(drop, found, place, carrier);
  }
}

/** Where the file of a drop is now. */
async function findFile(drop: Drop): Promise<'deposit' | 'aside' | 'arrived' | 'changed' | 'missing'> {
  const stable = drop.identity.inode !== null;
  if ((await lookAt(asidePath(drop), stable)) !== null) {
    if (!(await isAsideOurs(drop))) return 'changed';
    if (!(await isArrived(drop))) return 'aside';
    // Copied to another file system, and killed before the original was removed.
    await rm(asidePath(drop));
    return 'arrived';
  }
  const source = await lookAt(drop.path, stable);
  if (source !== null && (await isStillTheDrop(drop, source))) return 'deposit';
  if (drop.state === 'archiving' && (drop.target === null || (await isArrived(drop)))) return 'arrived';
  return source === null ? 'missing' : 'changed';
}

/** Whether the file at the drop's path is the one that was sent: by its identity, and by its bytes if anything touched it. */
async function isStillTheDrop(drop: Drop, now: Identity): Promise<boolean> {
  if (!isSameFile(now, drop.identity)) return false;
  if (isUntouched(now, drop.identity) || drop.sha256 === null) return true;
  const read = await hashFile(drop.path, drop.identity.inode !== null);
  return read?.sha256 === drop.sha256;
}

async function isArrived({ target, identity, sha256 }: Drop): Promise<boolean> {
  if (target === null) return false;
  const found = await lookAt(target, identity.inode !== null);
  if (found === null || found.sizeBytes !== identity.sizeBytes) return false;
  if (found.inode !== null && isSameFile(found, identity) && found.device === identity.device) return true;
  // A copy on another file system: only its bytes can tell, and of an empty file its time.
  if (found.sizeBytes === 0) return found.mtimeNs === identity.mtimeNs;
  return sha256 !== null && (await hashFile(target, false))?.sha256 === sha256;
}

async function move(
  drop: Drop,
  from: 'deposit' | 'aside',
  place: Place,
  carrier: Carrier,
): Promise<Archived> {
  const target = await takeName(drop, place, carrier);
  let hasMoved = false;
  try {
    if (from === 'deposit' && !(await setAside(drop))) {
      await giveUpName(target, carrier);
      return { kind: 'changed' };
    }
    passCrashPoint('set-aside');
    if (target === null) await rm(asidePath(drop));
    else await moveTo(drop, target);
    hasMoved = true;
    const archived = await finish(drop, target);
    if (target !== null) carrier.archiveNames.release(target);
    return archived;
  } catch (error) {
    if (!hasMoved) {
      if (target !== null) await unreserveName(target).catch(() => undefined);
      await putBack(drop).catch(() => undefined);
    }
    throw error;
  }
}

async function giveUpName(target: string | null, carrier: Carrier): Promise<void> {
  if (target === null) return;
  await unreserveName(target);
  carrier.archiveNames.release(target);
}

/** The name it will have, reserved; `null` when it is removed. The journal knows it before anything exists under it. */
async function takeName(drop: Drop, place: Place, carrier: Carrier): Promise<string | null> {
  const base = drop.refused === null ? place.hotFolder.archiveDir : refusedDirOf(place.hotFolder);
  if (base === null) {
    await carrier.journal.append({ step: 'archiving', drop: drop.id, target: null });
    passCrashPoint('archiving');
    return null;
  }
  const directory = join(base, dirname(relative(place.root, drop.path)));
  await makeDirectory(directory);
  if (drop.target !== null) {
    if (dirname(drop.target) === directory && (await reserveName(drop.target, true))) return drop.target;
    carrier.archiveNames.release(drop.target);
  }
  const companions = drop.refused === null ? [] : [reasonSuffix];
  for (;;) {
    const target = await carrier.archiveNames.choose(directory, basename(drop.path), companions);
    if (await isTaken(target, drop, carrier)) return target;
    carrier.archiveNames.release(target);
  }
}

async function isTaken(target: string, drop: Drop, carrier: Carrier): Promise<boolean> {
  try {
    await carrier.journal.append({ step: 'archiving', drop: drop.id, target });
    passCrashPoint('archiving');
    const isReserved = await reserveName(target, false);
    passCrashPoint('reserved');
    return isReserved;
  } catch (error) {
    carrier.archiveNames.release(target);
    throw error;
  }
}

async function moveTo(drop: Drop, target: string): Promise<void> {
  try {
    await rename(asidePath(drop), target);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await copyTo(drop, target);
  }
}

/** To another file system: temporary name, verified against the SHA-256 that was acknowledged, flushed, then its name. */
async function copyTo(drop: Drop, target: string): Promise<void> {
  const temporary = join(dirname(target), `${ownPrefix}${drop.id}.part`);
  const aside = asidePath(drop);
  try {
    await copyFile(aside, temporary);
    await keepTime(aside, temporary);
    await verifyAndFlush(temporary, drop);
    passCrashPoint('copied');
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(target));
  passCrashPoint('renamed');
  await rm(aside);
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

/** Nothing is done before both directories are flushed: else a power cut could bring the file back as a new drop. */
async function finish(drop: Drop, target: string | null): Promise<Archived> {
  if (target !== null) await syncDirectory(dirname(target));
  await syncDirectory(dirname(drop.path));
  passCrashPoint('moved');
  return target === null ? { kind: 'removed' } : { kind: 'moved', target };
}

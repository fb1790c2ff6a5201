/**
 * Moves a received file into the archive, or removes it where there is none; moves a refused one to Refusés. Can be stopped
 * anywhere and called again: it looks where the file is, and goes on from there.
 *
 *   name chosen and on disk → (copied across) → set aside and verified → published (or removed) → both directories flushed
 */
import { lstat, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { passCrashPoint } from '../crash.ts';
import { errorCode } from '../files/error-code.ts';
import { hashFile } from '../files/hash-file.ts';
import { type Identity, isSameFile, isUntouched, lookAt } from '../files/identity.ts';
import { syncDirectory } from '../files/sync-directory.ts';
import { makeDirectory } from '../files/write-durably.ts';
import { ownPrefix, reasonSuffix } from '../ignore.ts';
import type { Drop } from '../journal/step.ts';
import { copyWhole } from './copy-whole.ts';
import type { Carrier, Place } from './place.ts';
import { refusedDirOf } from './place.ts';
import { publish } from './publish.ts';
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
    if (drop.target === null || !(await isArrived(drop))) return 'aside';
    // Killed when it had its name in the archive, and still the hidden one.
    await syncDirectory(dirname(drop.target));
    await rm(copyPath(drop, drop.target), { force: true });
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
  let target = await findName(drop, place, carrier);
  if (target !== null) await copyAcross(drop, from, target);
  if (from === 'deposit' && !(await setAside(drop))) {
    if (target !== null) await giveUp(drop, target, carrier);
    return { kind: 'changed' };
  }
  passCrashPoint('set-aside');
  try {
    while (target !== null && !(await publishDrop(drop, target))) {
      target = await chooseName(drop, target, dirname(target), carrier);
    }
  } catch (error) {
    await putBack(drop).catch(() => undefined);
    throw error;
  }
  await rm(asidePath(drop), { force: true });
  const archived = await finish(drop, target);
  if (target !== null) carrier.archiveNames.release(target);
  return archived;
}

async function giveUp(drop: Drop, target: string, carrier: Carrier): Promise<void> {
  await rm(copyPath(drop, target), { force: true });
  carrier.archiveNames.release(target);
}

/** @returns `false` when somebody has the name */
async function publishDrop(drop: Drop, target: string): Promise<boolean> {
  const copy = copyPath(drop, target);
  if ((await lookAt(copy, false)) !== null) return publishCopy(copy, target);
  try {
    return await publish(asidePath(drop), target);
  } catch (error) {
    // Two mounts of one file system (containers): the same device, and still no way across but a copy.
    if (errorCode(error) !== 'EXDEV') throw error;
    await copyWhole(asidePath(drop), copy, drop);
    return publishCopy(copy, target);
  }
}

/** The original is removed after this: its copy's name must be durable first. */
async function publishCopy(copy: string, target: string): Promise<boolean> {
  const isPublished = await publish(copy, target);
  if (isPublished) await syncDirectory(dirname(target));
  return isPublished;
}

/** The name it will have; `null` when it is removed. The journal knows it before anything exists under it. */
async function findName(drop: Drop, place: Place, carrier: Carrier): Promise<string | null> {
  const base = drop.refused === null ? place.hotFolder.archiveDir : refusedDirOf(place.hotFolder);
  if (base === null) {
    await carrier.journal.append({ step: 'archiving', drop: drop.id, target: null });
    passCrashPoint('archiving');
    return null;
  }
  const directory = join(base, dirname(relative(place.root, drop.path)));
  await makeDirectory(directory);
  if (drop.target !== null && dirname(drop.target) === directory) return drop.target;
  return chooseName(drop, drop.target, directory, carrier);
}

async function chooseName(
  drop: Drop,
  before: string | null,
  directory: string,
  carrier: Carrier,
): Promise<string> {
  if (before !== null) carrier.archiveNames.release(before);
  const companions = drop.refused === null ? [] : [reasonSuffix];
  const target = await carrier.archiveNames.choose(directory, basename(drop.path), companions);
  try {
    await carrier.journal.append({ step: 'archiving', drop: drop.id, target });
  } catch (error) {
    carrier.archiveNames.release(target);
    throw error;
  }
  passCrashPoint('archiving');
  return target;
}

/**
 * Copies the file beside its name in the archive, when that is on another file system: before the file leaves its place, since a
 * full disk shows here. What a crash left of an older copy goes.
 */
async function copyAcross(drop: Drop, from: 'deposit' | 'aside', target: string): Promise<void> {
  const source = from === 'aside' ? asidePath(drop) : drop.path;
  const [here, there] = await Promise.all([lstat(source), lstat(dirname(target))]);
  if (here.dev !== there.dev) await copyWhole(source, copyPath(drop, target), drop);
  else if (drop.target !== null) await rm(copyPath(drop, target), { force: true });
}

function copyPath(drop: Drop, target: string): string {
  return join(dirname(target), `${ownPrefix}${drop.id}.part`);
}

/** Nothing is done before both directories are flushed: else a power cut could bring the file back as a new drop. */
async function finish(drop: Drop, target: string | null): Promise<Archived> {
  if (target !== null) await syncDirectory(dirname(target));
  await syncDirectory(dirname(drop.path));
  passCrashPoint('moved');
  return target === null ? { kind: 'removed' } : { kind: 'moved', target };
}

/** The drop that a finished file is: one that was begun before, or a new one. */
import { basename, dirname, relative, sep } from 'node:path';
import { passCrashPoint } from '../crash.ts';
import { type HashedFile, hashFile } from '../files/hash-file.ts';
import { type Identity, isSameFile, isUntouched, lookAt } from '../files/identity.ts';
import type { Destination, Drop } from '../journal/step.ts';
import type { Carrier, Place } from './place.ts';
import { removeReason } from './refuse.ts';
import { asidePath } from './set-aside.ts';

/** A drop to carry, with what its file is now. */
export interface Fresh {
  readonly id: string;
  readonly identity: Identity;
  /** When they were just read and are few. */
  readonly bytes: Buffer | null;
}

export type TakenUp = Fresh | 'changed' | 'busy';

/** A file that was read, or that could not be. */
type ReadFile = Omit<HashedFile, 'sha256'> & { readonly sha256: string | null };

/**
 * @param identity what the file was when it settled
 * @returns the drop, its key on disk; `changed` when the file is to be looked at again; `busy` while another upload has the same
 * drop in hand
 */
export async function takeUp(
  path: string,
  identity: Identity,
  place: Place,
  carrier: Carrier,
): Promise<TakenUp> {
  const begun = carrier.journal.findByPath(path) ?? (await findRenamed(identity, carrier));
  if (begun === undefined) return plan(path, identity, place, carrier);
  if (carrier.inHand.has(begun.id)) return 'busy';
  // Its file is on its way out already: that ends first, whatever has come to its place.
  if (begun.state === 'archiving') return { id: begun.id, identity, bytes: null };
  const confirmed = await confirm(begun, path, identity);
  if (confirmed !== null) return resume(begun, path, confirmed, carrier);
  if (carrier.inHand.has(begun.id)) return 'busy';
  await forget(begun, carrier);
  return plan(path, identity, place, carrier);
}

/** A file that cannot be read begins as a drop that will be refused. */
export async function takeUpUnreadable(
  path: string,
  identity: Identity,
  place: Place,
  carrier: Carrier,
): Promise<TakenUp> {
  const begun = carrier.journal.findByPath(path);
  if (begun === undefined) return begin(path, { identity, sha256: null, bytes: null }, place, carrier);
  if (carrier.inHand.has(begun.id)) return 'busy';
  if (begun.state !== 'planned' && begun.state !== 'sent') return { id: begun.id, identity, bytes: null };
  await forget(begun, carrier);
  return begin(path, { identity, sha256: null, bytes: null }, place, carrier);
}

/** Ends a drop whose file was replaced or is gone. */
export async function forget(
  drop: Drop,
  carrier: Carrier,
  outcome: 'changed' | 'vanished' = 'changed',
): Promise<void> {
  await carrier.journal.append({ step: 'done', drop: drop.id, outcome });
  if (drop.refused !== null) await removeReason(drop);
}

/** A drop whose file got another name in the deposit while it was on its way. */
async function findRenamed(identity: Identity, carrier: Carrier): Promise<Drop | undefined> {
  for (const drop of carrier.journal.findByFile(identity)) {
    if (drop.state === 'archiving' || drop.state === 'refused') continue;
    // A second name of a file that still has the first is a drop of its own.
    if ((await lookAt(drop.path, true)) === null && (await lookAt(asidePath(drop), true)) === null)
      return drop;
  }
  return undefined;
}

/** What the file is now, if it still is the drop's: by its identity, and by its bytes if anything touched it. */
async function confirm(drop: Drop, path: string, now: Identity): Promise<Identity | null> {
  if (drop.sha256 === null || !isSameFile(now, drop.identity)) return null;
  if (drop.path === path && isUntouched(now, drop.identity)) return now;
  const read = await hashFile(path, now.inode !== null);
  return read?.sha256 === drop.sha256 && isSameFile(read.identity, drop.identity) ? read.identity : null;
}

async function resume(drop: Drop, path: string, identity: Identity, carrier: Carrier): Promise<TakenUp> {
  if (drop.path !== path) await carrier.journal.append({ step: 'renamed', drop: drop.id, path });
  return { id: drop.id, identity, bytes: null };
}

async function plan(path: string, settled: Identity, place: Place, carrier: Carrier): Promise<TakenUp> {
  const read = await hashFile(path, place.hasStableInodes, carrier.signal);
  if (read === null || !isUntouched(read.identity, settled)) return 'changed';
  return begin(path, read, place, carrier);
}

/** Puts a new drop in the journal, with a key of its own. */
async function begin(path: string, read: ReadFile, place: Place, carrier: Carrier): Promise<TakenUp> {
  const id = carrier.newId();
  const { identity, sha256, bytes } = read;
  await carrier.journal.append({
    step: 'planned',
    drop: id,
    at: carrier.clock().toISOString(),
    path,
    identity,
    sha256,
    key: carrier.newId(),
    destination: destinationOf(path, place, carrier),
  });
  passCrashPoint('planned');
  return { id, identity, bytes };
}

function destinationOf(path: string, { hotFolder, root }: Place, carrier: Carrier): Destination {
  const below = dirname(relative(root, path)).split(sep).join('/');
  return {
    firmId: carrier.server.firmId,
    folderId: hotFolder.folderId,
    name: basename(path).normalize('NFC'),
    subPath: hotFolder.keepsSubFolders && below !== '.' ? below.normalize('NFC') : null,
    documentType: hotFolder.documentType,
    hotFolder: hotFolder.description,
  };
}

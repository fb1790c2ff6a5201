/** The drop that a finished file is: one that was begun before, or a new one. */
import { basename, dirname, relative, sep } from 'node:path';
import { passCrashPoint } from '../crash.ts';
import { hashFile, type Identity, isSameFile, isUntouched, lookAt } from '../files/identity.ts';
import type { Destination, Drop } from '../journal/step.ts';
import { isStillTheDrop } from './archive.ts';
import type { Carrier, Place } from './place.ts';
import { removeReason } from './refuse.ts';
import { asidePath } from './set-aside.ts';

export type TakenUp = Drop | 'changed' | 'busy';

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
  if (begun.state === 'archiving') return begun;
  if (await isResumed(begun, path, identity)) return resume(begun, path, carrier);
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
  if (begun === undefined) return begin(path, identity, null, place, carrier);
  if (carrier.inHand.has(begun.id)) return 'busy';
  if (begun.state !== 'planned' && begun.state !== 'sent') return begun;
  await forget(begun, carrier);
  return begin(path, identity, null, place, carrier);
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

async function isResumed(drop: Drop, path: string, identity: Identity): Promise<boolean> {
  if (drop.path === path) return isStillTheDrop(drop, identity);
  const read = await hashFile(path, identity.inode !== null);
  return read !== null && isSameFile(read.identity, drop.identity) && read.sha256 === drop.sha256;
}

async function resume(drop: Drop, path: string, carrier: Carrier): Promise<TakenUp> {
  if (drop.path === path) return drop;
  await carrier.journal.append({ step: 'renamed', drop: drop.id, path });
  return carrier.journal.drops.get(drop.id) ?? 'changed';
}

async function plan(path: string, settled: Identity, place: Place, carrier: Carrier): Promise<TakenUp> {
  const read = await hashFile(path, place.hasStableInodes, carrier.signal);
  if (read === null || !isUntouched(read.identity, settled)) return 'changed';
  return begin(path, read.identity, read.sha256, place, carrier);
}

/** Puts a new drop in the journal, with a key of its own. @param sha256 `null` when the file cannot be read */
async function begin(
  path: string,
  identity: Identity,
  sha256: string | null,
  place: Place,
  carrier: Carrier,
): Promise<TakenUp> {
  const id = carrier.newId();
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
  return carrier.journal.drops.get(id) ?? 'changed';
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

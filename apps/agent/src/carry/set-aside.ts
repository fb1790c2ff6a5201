/**
 * Before a file leaves the deposit it gets a hidden name of the agent's own, in the same directory: from then on nobody who writes
 * by its old name can touch it, and what lies under the hidden name can be verified at leisure. If it turns out not to be the file
 * that was sent, it goes back and is a new drop.
 */
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { numberedName } from '@navette/model';
import { errorCode } from '../files/error-code.ts';
import { isSameFile, lookAt } from '../files/identity.ts';
import { ownPrefix } from '../ignore.ts';
import type { Drop } from '../journal/step.ts';

/** The hidden name of a drop. */
export function asidePath(drop: Drop): string {
  return join(dirname(drop.path), `${ownPrefix}${drop.id}`);
}

/** Gives the file its hidden name. @returns `false` when it was not the drop's file; it is back, under a visible name. */
export async function setAside(drop: Drop): Promise<boolean> {
  await rename(drop.path, asidePath(drop));
  return isAsideOurs(drop);
}

/** Verifies what lies under the hidden name. @returns `false` when it was not the drop's file; it is back. */
export async function isAsideOurs(drop: Drop): Promise<boolean> {
  const found = await lookAt(asidePath(drop), drop.identity.inode !== null);
  if (found !== null && isSameFile(found, drop.identity)) return true;
  await putBack(drop);
  return false;
}

/** Gives the file a visible name again: its own, or the next free one. Never replaces anything. */
export async function putBack(drop: Drop): Promise<void> {
  const aside = asidePath(drop);
  try {
    await link(aside, drop.path);
    await rm(aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    await putBackBeside(drop, aside);
  }
}

/** Where the name is taken, or hard links do not exist. */
async function putBackBeside(drop: Drop, aside: string): Promise<void> {
  for (let number = 1; ; number++) {
    const name = basename(drop.path);
    const path = join(dirname(drop.path), number === 1 ? name : numberedName(name, number));
    try {
      await (await open(path, 'wx')).close();
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      throw error;
    }
    await rename(aside, path);
    return;
  }
}

import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ownPrefix } from '../ignore.ts';
import { syncDirectory } from './sync-directory.ts';

/**
 * Replaces a file so that after a power cut it holds either all of the old text or all of the new one: temporary name → write →
 * flush → rename → flush of the directory. Calling twice is safe; two at the same time must be kept apart by the caller.
 */
export async function writeDurably(path: string, text: string, mode = 0o600): Promise<void> {
  const directory = dirname(path);
  // Always the same for a path: what a crash leaves is overwritten the next time.
  const digest = createHash('sha256').update(basename(path)).digest('hex').slice(0, 32);
  const temporary = join(directory, `${ownPrefix}${digest}.tmp`);
  try {
    const file = await open(temporary, 'w', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

/** Makes a directory with the missing ones above it, each durable. Calling twice is safe. */
export async function makeDirectory(path: string): Promise<void> {
  const firstMade = await mkdir(path, { recursive: true });
  if (firstMade === undefined) return;
  const above = dirname(firstMade);
  for (let each = dirname(path); each.length >= above.length; each = dirname(each)) {
    await syncDirectory(each);
    if (each === dirname(each)) break;
  }
}

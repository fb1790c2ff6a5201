import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncDirectory } from './sync-directory.ts';

/**
 * Replaces a file so that after a power cut it holds either all of the old text or all of the new one: temporary name → write →
 * flush → rename → flush of the directory. Calling twice is safe.
 */
export async function writeDurably(path: string, text: string, mode = 0o600): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.navette-${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode);
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

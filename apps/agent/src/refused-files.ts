import { readdir } from 'node:fs/promises';
import { refusedDirOf } from './carry/place.ts';
import type { HotFolder } from './home/configuration.ts';
import { ownPrefix, reasonSuffix } from './ignore.ts';

/** How many files lie in the Refusés folder of a hot folder: those that nobody has dealt with yet. */
export async function countRefusedFiles(hotFolder: Pick<HotFolder, 'archiveDir'>): Promise<number> {
  const directory = refusedDirOf(hotFolder);
  if (directory === null) return 0;
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries.filter(
    (entry) => entry.isFile() && !entry.name.endsWith(reasonSuffix) && !entry.name.startsWith(ownPrefix),
  ).length;
}

/** Directories of hot folders must not feed one another. */
import { realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { NavetteError } from '@navette/model';
import { refusedDirOf } from '../carry/place.ts';
import { makeDirectory } from '../files/write-durably.ts';

interface Directories {
  readonly depositDir: string;
  readonly archiveDir: string | null;
}

/**
 * Makes the directories where they are missing. @returns both, absolute and without symbolic links
 * @throws NavetteError `directories_overlap`
 */
export async function prepareDirectories(
  wanted: Directories,
  existing: readonly Directories[],
  home: string,
): Promise<Directories> {
  const depositDir = await prepare(wanted.depositDir);
  const archiveDir = wanted.archiveDir === null ? null : await prepare(wanted.archiveDir);
  const others = existing.flatMap((each) => [each.depositDir, ...keptDirs(each)]);
  // Nothing may be dropped where something else is archived, kept or dropped, nor the reverse; archives may be shared.
  refuseOverlap(depositDir, [...keptDirs({ depositDir, archiveDir }), ...others, await realpath(home)]);
  for (const kept of keptDirs({ depositDir, archiveDir })) {
    refuseOverlap(kept, [depositDir, ...existing.map((each) => each.depositDir)]);
  }
  return { depositDir, archiveDir };
}

async function prepare(path: string): Promise<string> {
  const absolute = resolve(path);
  await makeDirectory(absolute);
  return realpath(absolute);
}

/** Where the agent puts files: the archive, and Refusés beside it. */
function keptDirs({ archiveDir }: Directories): string[] {
  const refusedDir = refusedDirOf({ archiveDir });
  return [archiveDir, refusedDir].filter((each) => each !== null);
}

function refuseOverlap(path: string, others: readonly string[]): void {
  const overlapping = others.find((other) => contains(path, other) || contains(other, path));
  if (overlapping !== undefined) throw new NavetteError('directories_overlap', { path: overlapping });
}

/** Where names differ by case only, Windows and macOS see one; elsewhere a false alarm costs a rename. */
function contains(outer: string, inner: string): boolean {
  const fold = (path: string) => join(path.normalize('NFC').toLowerCase(), sep);
  return fold(inner).startsWith(fold(outer));
}

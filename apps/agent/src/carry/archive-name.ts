/** Names in an archive: what is there already is never replaced. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { numberedName } from '@navette/model';
import { isAbsence } from '../files/identity.ts';

export interface ArchiveNames {
  /**
   * A name that nobody has in `directory`: `facture.pdf`, then `facture (2).pdf`… It stays promised to the caller until
   * `release`, so that two files on their way never get the same. `companions` are endings that must be free beside it too.
   * @returns the absolute path
   */
  choose(directory: string, name: string, companions?: readonly string[]): Promise<string>;
  /** Keeps a name for the drop that the journal gave it to. */
  promise(path: string): void;
  release(path: string): void;
}

/** Names that come again and again (`scan.pdf`) are remembered, so that the thousandth does not try the first 999. */
const rememberedNames = 1_000;

export function createArchiveNames(): ArchiveNames {
  const promised = new Set<string>();
  const lastNumbers = new Map<string, number>();

  async function isFree(path: string, companions: readonly string[]): Promise<boolean> {
    for (const each of ['', ...companions]) if (await exists(path + each)) return false;
    return true;
  }

  return {
    async choose(directory, name, companions = []) {
      const first = join(directory, name);
      const start = (await isFree(first, companions)) ? 1 : (lastNumbers.get(first) ?? 2);
      for (let number = start; ; number++) {
        const path = number === 1 ? first : join(directory, numberedName(name, number));
        // Promised before the look, so that of two who look at the same time one goes on.
        if (promised.has(path)) continue;
        promised.add(path);
        if (await isFree(path, companions).catch((error: unknown) => giveUp(path, error))) {
          if (lastNumbers.size >= rememberedNames) lastNumbers.clear();
          if (number > 1) lastNumbers.set(first, number);
          return path;
        }
        promised.delete(path);
      }
    },
    promise: (path) => void promised.add(path),
    release: (path) => void promised.delete(path),
  };

  function giveUp(path: string, error: unknown): never {
    promised.delete(path);
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

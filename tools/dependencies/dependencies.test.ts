import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type LockedPackage, readDirectDependencies, readLockedPackages, root } from './packages.ts';

it('each dependency has one line in docs/decisions/dependencies.md, with its reason, its licence and the way out', async () => {
  const document = await readFile(join(root, 'docs/decisions/dependencies.md'), 'utf8');
  const rows = document
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const listed = rows.flatMap(([names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
  );
  expect([...listed].sort()).toEqual(await readDirectDependencies());
  expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
});

it('the lock file holds every package that another one needs, on every platform', async () => {
  // npm leaves out what the registry did not have for another platform; then `npm ci` refuses the lock file everywhere.
  const locked = await readLockedPackages();
  const missing = [...locked].flatMap(([path, entry]) => findMissing(locked, path, entry));
  expect(missing).toEqual([]);
});

function findMissing(
  locked: ReadonlyMap<string, LockedPackage>,
  path: string,
  entry: LockedPackage,
): string[] {
  const needed = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies });
  return needed
    .filter((name) => !foldersAbove(path).some((folder) => locked.has(`${folder}node_modules/${name}`)))
    .map((name) => `${name}, needed by ${path}`);
}

/** Where Node looks for a package that is needed at a path: `a/node_modules/b` → `a/node_modules/b/`, `a/`, ``. */
function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts
    .map((_, index) => parts.slice(0, index + 1).join('/'))
    .map((folder) => `${folder}/`)
    .concat('');
}

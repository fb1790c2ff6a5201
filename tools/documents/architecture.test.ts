import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles } from '../arrows/read-project.ts';
import { readSource } from '../arrows/read-source.ts';
import { type NamedPath, readPaths, readTree } from './read-document.ts';

const root = join(import.meta.dirname, '../..');
const markdown = await readFile(join(root, 'ARCHITECTURE.md'), 'utf8');
const files = await listFiles(root);

/** The folders that the tree must name: top folders, those of apps, packages and connectors, and those of the server. */
function foldersToName(paths: readonly string[]): string[] {
  const folders = paths.flatMap((path) => {
    const names = path.split('/').slice(0, -1);
    const depths = [1];
    if (/^(apps|packages|connectors)\//.test(path)) depths.push(2);
    if (path.startsWith('apps/server/src/')) depths.push(4);
    return depths.filter((depth) => depth <= names.length).map((depth) => names.slice(0, depth).join('/'));
  });
  return [...new Set(folders)].sort();
}

/** What is wrong with a path that the document names; undefined when nothing is. */
async function findFault({ path, symbol }: NamedPath): Promise<string | undefined> {
  if (!existsSync(join(root, path))) return `${path} does not exist`;
  if (symbol === undefined) return undefined;
  const { exports } = readSource(path, await readFile(join(root, path), 'utf8'));
  return exports.includes(symbol) ? undefined : `${path} does not export ${symbol}`;
}

describe('ARCHITECTURE.md', () => {
  it('has one line for each folder', () => {
    const named = readTree(markdown).map(({ folder }) => folder);
    const missing = foldersToName(files).filter((folder) => !named.includes(folder));
    expect(missing, 'folders without a line in the tree of ARCHITECTURE.md').toEqual([]);
    expect(named, 'folders with two lines').toEqual([...new Set(named)]);
  });

  it('names only folders that hold files, each with a sentence', () => {
    const lines = readTree(markdown);
    const gone = lines.filter(({ folder }) => !files.some((file) => file.startsWith(`${folder}/`)));
    expect(gone.map(({ folder }) => folder)).toEqual([]);
    expect(lines.filter(({ sentence }) => sentence === '')).toEqual([]);
  });

  it('names only files that exist and symbols that they export', async () => {
    const paths = readPaths(markdown);
    expect(paths.filter(({ symbol }) => symbol !== undefined).length).toBeGreaterThan(0);
    const faults = await Promise.all(paths.map(findFault));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
});

describe('the check itself', () => {
  it('sees a file that is gone and a symbol that is not exported', async () => {
    expect(await findFault({ path: 'tools/gone.ts', symbol: undefined })).toContain('does not exist');
    const here = 'tools/documents/read-document.ts';
    expect(await findFault({ path: here, symbol: 'readTrees' })).toContain('does not export readTrees');
    expect(await findFault({ path: here, symbol: 'readTree' })).toBeUndefined();
  });

  it('asks a line for a new folder at every depth that counts', () => {
    expect(foldersToName(['apps/server/src/rules/match/deep.ts', 'demo/a.ts', 'README.md'])).toEqual([
      'apps',
      'apps/server',
      'apps/server/src/rules',
      'demo',
    ]);
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Project, Workspace } from './project.ts';
import { readSource } from './read-source.ts';

const skippedFolders = new Set(['node_modules', 'dist', 'data', '.git', '.run', '.navette']);

/**
 * Reads every source file under a repository's top folder.
 * @throws SyntaxError when a file cannot be parsed; Error when there is none
 */
export async function readProject(root: string): Promise<Project> {
  const paths = await listFiles(root);
  const sources = paths.filter((path) => /\.(ts|tsx|mts|mjs|js)$/.test(path));
  if (sources.length === 0) throw new Error(`no source file under ${root}`);
  const files = await Promise.all(
    sources.map(async (path) => readSource(path, await readFile(join(root, path), 'utf8'))),
  );
  const manifests = paths.filter((path) => /^(apps|packages|connectors)\/[^/]+\/package\.json$/.test(path));
  return { files, workspaces: await Promise.all(manifests.map((path) => readWorkspace(root, path))) };
}

async function readWorkspace(root: string, path: string): Promise<Workspace> {
  const manifest = JSON.parse(await readFile(join(root, path), 'utf8')) as {
    name: string;
    exports?: Record<string, string>;
  };
  return {
    folder: path.slice(0, -'/package.json'.length),
    name: manifest.name,
    entries: Object.keys(manifest.exports ?? {}),
  };
}

/** Paths of the files under a folder, from it, with `/`, sorted; without what is installed or made. */
export async function listFiles(root: string, folder = root): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : listFiles(root, path);
      return entry.isFile() ? [relative(root, path).replaceAll('\\', '/')] : [];
    }),
  );
  return lists.flat().sort();
}

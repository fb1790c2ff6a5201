import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Project, Workspace } from './project.ts';
import { readSource } from './read-source.ts';

const skippedFolders = new Set(['node_modules', 'dist', '.git', '.run', '.navette']);
/** At the top only: where the platform keeps its data. */
const dataFolder = 'data';

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
      if (entry.isDirectory()) return isSkipped(root, path) ? [] : listFiles(root, path);
      return entry.isFile() ? [relative(root, path).replaceAll('\\', '/')] : [];
    }),
  );
  return lists.flat().sort();
}

function isSkipped(root: string, folder: string): boolean {
  return skippedFolders.has(basename(folder)) || relative(root, folder) === dataFolder;
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { launchDir, pinnedNode, root } from './places.mjs';
import { runLogged } from './program.mjs';

const web = join(root, 'apps/web');
const dist = join(web, 'dist');
const stampFile = join(dist, '.sources-hash');
const sources = ['apps/web', 'packages/model', 'packages/api', 'packages/einvoice', 'package-lock.json'];
const skipped = new Set(['node_modules', 'dist']);

/** Whether apps/web/dist was built from the sources as they are. */
export async function isPageBuilt() {
  return existsSync(join(dist, 'index.html')) && (await readText(stampFile)) === (await hashFiles(sources));
}

/**
 * Builds the web page into apps/web/dist. The stamp lies inside, where a build starts by removing it, so that one that was
 * interrupted is done again.
 */
export async function buildPage() {
  const hash = await hashFiles(sources);
  console.error('Building the web page…');
  await runLogged(pinnedNode, [findVite(), 'build', '--emptyOutDir'], {
    what: 'The build of the web page',
    log: join(launchDir, 'page.log'),
    cwd: web,
  });
  await writeFile(stampFile, hash);
}

function findVite() {
  const manifest = createRequire(join(web, 'package.json')).resolve('vite/package.json');
  return join(dirname(manifest), 'bin/vite.js');
}

async function hashFiles(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await listFiles(join(root, path))) {
      const bytes = await readFile(file);
      hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex');
}

/** Every file at or under a path, sorted. */
async function listFiles(path) {
  const entries = await readdir(path, { withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (entries === undefined) return [path];
  const kept = entries.filter((entry) => !skipped.has(entry.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lists = await Promise.all(
    kept.map((entry) => (entry.isDirectory() ? listFiles(join(path, entry.name)) : [join(path, entry.name)])),
  );
  return lists.flat();
}

async function readText(file) {
  return readFile(file, 'utf8').catch(() => '');
}

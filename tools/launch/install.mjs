import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { launchDir, pinnedNode, root } from './places.mjs';
import { runLogged } from './program.mjs';

const stampFile = join(root, 'node_modules/.navette-lock-hash');

/**
 * Whether every package of package-lock.json is there. A whole install is stamped with the lock file's hash; after one's own
 * `npm install`, npm's list of what it installed, which it writes at the very end, says the same.
 */
export async function arePackagesInstalled() {
  if (!existsSync(pinnedNode)) return false;
  return (await readText(stampFile)) === (await computeStamp()) || (await isLockInstalled());
}

/** Installs the packages of package-lock.json. An install that was interrupted left no stamp and is done again. */
export async function installPackages() {
  await rm(stampFile, { force: true });
  console.error('Installing packages (npm ci); about half a minute…');
  const npm = findNpm();
  await runLogged(
    npm.program,
    [...npm.first, 'ci', '--include=dev', '--include=optional', ...cacheOption()],
    {
      what: 'npm ci',
      log: join(launchDir, 'install.log'),
      shell: npm.shell,
    },
  );
  if (!existsSync(pinnedNode)) {
    throw new Error(
      'npm ci did not bring the pinned Node. Are install scripts switched off (ignore-scripts)?',
    );
  }
  await writeFile(stampFile, await computeStamp());
}

async function computeStamp() {
  const lock = await readFile(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform} ${process.arch}`;
}

async function isLockInstalled() {
  const wanted = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')).packages;
  const text = await readText(join(root, 'node_modules/.package-lock.json'));
  if (text === '') return false;
  const present = JSON.parse(text).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional, link }]) => {
    if (path === '') return true;
    const found = present[path];
    if (found === undefined) return optional === true && !existsSync(join(root, path));
    return found.version === version && found.integrity === integrity && found.link === link;
  });
}

/** The npm that started us, or else the one on the path (a script that Windows runs only through a shell). */
function findNpm() {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('npm-cli.js') && existsSync(cli))
    return { program: process.execPath, first: [cli], shell: false };
  return { program: 'npm', first: [], shell: process.platform === 'win32' };
}

/** Without a home that can be written, npm keeps its cache beside us. */
function cacheOption() {
  try {
    const home = homedir();
    if (home === '') throw new Error('no home');
    accessSync(home, constants.W_OK);
    return [];
  } catch {
    return ['--cache', join(launchDir, 'npm-cache')];
  }
}

async function readText(file) {
  return readFile(file, 'utf8').catch(() => '');
}

import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launchDir } from './places.mjs';

const beatMs = 1_000;
const staleMs = 15_000;
const pollMs = 200;

/**
 * Runs `work` while no other launch of this folder runs its own. The holder touches the lock every second; one that was
 * killed stops doing so, and its lock is taken over. (A process id would not do: containers that share the folder do not see
 * each other's.)
 * @param {() => Promise<void>} work
 * @param {string} [file]
 */
export async function withLock(work, file = join(launchDir, 'launch.lock')) {
  const token = randomUUID();
  await mkdir(launchDir, { recursive: true });
  await takeLock(file, token);
  const beat = setInterval(() => utimes(file, new Date(), new Date()).catch(() => {}), beatMs);
  try {
    await work();
  } finally {
    clearInterval(beat);
    if ((await readToken(file)) === token) await rm(file, { force: true });
  }
}

async function takeLock(file, token) {
  let said = false;
  for (;;) {
    if (await createLock(file, token)) return;
    if (await isStale(file)) {
      // Several may take over at once: each puts its own token in place whole, and the last one holds the lock.
      await writeFile(`${file}.${token}`, token);
      await rename(`${file}.${token}`, file);
      await wait(2 * pollMs);
      if ((await readToken(file)) === token) return;
    }
    if (!said) console.error('Another launch is preparing this folder; waiting for it.');
    said = true;
    await wait(pollMs);
  }
}

async function createLock(file, token) {
  try {
    await writeFile(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(file) {
  const age = await stat(file).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  return age > staleMs;
}

async function readToken(file) {
  return readFile(file, 'utf8').catch(() => '');
}

import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../log.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import { processState, readLockFile } from './lock-file.ts';

/** Younger ones may be of a run that is just starting. */
const abandonedMs = 600_000;

/**
 * Stops and removes the clusters of test runs that were killed: those in `parent`, named `prefix…`, where nobody is present.
 * A cluster in use, another account's, or a young one is left alone.
 */
export async function sweepAbandonedClusters(
  parent: string,
  prefix: string,
  log: Log,
  minAgeMs = abandonedMs,
): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const dataDir of names.map((name) => path.join(parent, name))) {
    const found = await stat(dataDir).catch(() => undefined);
    if (found?.uid !== process.getuid?.() || Date.now() - (found?.ctimeMs ?? 0) < minAgeMs) continue;
    if (await isInUse(dataDir, log)) continue;
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function isInUse(dataDir: string, log: Log): Promise<boolean> {
  const cluster = path.join(dataDir, 'postgres');
  const lock = await readLockFile(cluster);
  if (lock === undefined || (await processState(lock.pid, cluster)) !== 'ours') return false;
  const server = await startEmbeddedServer({ dataDir, log, durable: false });
  await server.stop();
  return !server.owned;
}

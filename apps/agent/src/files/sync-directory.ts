/** Makes the names of a directory durable. Several who ask at the same time share one flush. */
import { open } from 'node:fs/promises';
import { errorCode } from './error-code.ts';

interface Flush {
  readonly running: Promise<void>;
  next: Promise<void> | undefined;
}

const flushes = new Map<string, Flush>();

/**
 * Resolves when every change of names made in `path` before the call is on disk. Where the system cannot flush a directory
 * (Windows, some network shares) it resolves at once: there the order of the journal is the only guarantee.
 */
export function syncDirectory(path: string): Promise<void> {
  const current = flushes.get(path);
  if (current === undefined) return startFlush(path);
  // The flush under way may have started before our change: wait for the one after it.
  current.next ??= current.running.then(() => startFlush(path));
  return current.next;
}

function startFlush(path: string): Promise<void> {
  const running = flush(path).finally(() => {
    if (flushes.get(path)?.next === undefined) flushes.delete(path);
  });
  flushes.set(path, { running: running.catch(() => undefined), next: undefined });
  return running;
}

const cannotFlush = new Set([
  'EINVAL',
  'EISDIR',
  'EPERM',
  'EACCES',
  'EBADF',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
]);

async function flush(path: string): Promise<void> {
  try {
    const directory = await open(path, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } catch (error) {
    if (!cannotFlush.has(errorCode(error))) throw error;
  }
}

import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** An empty folder of its own, removed with what is in it at the end of the scope: `await using folder = await freshFolder()`. */
export interface FreshFolder extends AsyncDisposable {
  readonly path: string;
}

/** Makes a 0700 folder under the system's temporary directory; its path holds no symbolic link. */
export async function freshFolder(): Promise<FreshFolder> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'navette-test-')));
  return {
    path: folder,
    [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

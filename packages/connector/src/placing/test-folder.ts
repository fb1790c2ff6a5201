/** A place of files for tests: a real folder, through the door that connectors use, and cuts where a test orders them. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { DeliveryError } from '../delivery-error.ts';
import { createGuardedFiles } from '../files/guarded-files.ts';
import type { PlaceRequest } from './place-document.ts';
import type { RemoteFiles } from './remote-files.ts';

export interface TestFolder {
  readonly path: string;
  readonly files: RemoteFiles;
  /** Every file below, hidden ones too: its path and its text. */
  readAll(): Promise<Record<string, string>>;
}

export async function makeTestFolder(): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'navette-placing-'));
  onTestFinished(() => rm(path, { recursive: true }));
  const files = createGuardedFiles([path]).open(path, 'Essai');
  return {
    path,
    files,
    async readAll() {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      const found = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name));
      const texts = found
        .sort()
        .map(async (each) => [each.slice(path.length + 1), await readFile(each, 'utf8')]);
      return Object.fromEntries(await Promise.all(texts));
    },
  };
}

export function placeRequest(deliveryId: string, text: string): PlaceRequest {
  const bytes = Buffer.from(text);
  return {
    partner: 'Essai',
    deliveryId,
    document: {
      mediaType: 'text/plain',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      open: () => new Blob([bytes]).stream(),
    },
  };
}

/** Where a connection breaks: before a step was done, or once it was, its answer lost. */
export interface Cut {
  readonly step: number;
  readonly when: 'before' | 'after';
}

/** Files whose connection breaks at one step, counted from 0, and stays broken: nothing can be cleaned up. */
export function cutAt(files: RemoteFiles, { step, when }: Cut): RemoteFiles {
  let steps = 0;
  const gone = () => new DeliveryError('partner_unreachable', { partner: 'Essai' });
  async function run<Result>(call: () => Promise<Result>, lost = gone): Promise<Result> {
    const index = steps++;
    if (index > step || (index === step && when === 'before')) throw gone();
    const result = await call();
    if (index === step) throw lost();
    return result;
  }
  return {
    stat: (path, signal) => run(() => files.stat(path, signal)),
    async *read(path, signal) {
      await run(async () => {});
      yield* files.read(path, signal);
    },
    write: (path, document, signal) => run(() => files.write(path, document, signal)),
    rename: (from, to, signal) =>
      run(
        () => files.rename(from, to, signal),
        () => new DeliveryError('outcome_unknown', { partner: 'Essai' }),
      ),
    remove: (path, signal) => run(() => files.remove(path, signal)),
    makeFolder: (path, signal) => run(() => files.makeFolder(path, signal)),
  };
}

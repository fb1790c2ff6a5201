import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl';

const open = promisify<string, Options, ZipFile>(yauzl.open);

/** Reads a zip whole, by another program's reading of the format than the one that wrote it. @returns paths inside → SHA-256 */
export async function readZip(path: string): Promise<Map<string, string>> {
  const zip = await open(path, { lazyEntries: true, strictFileNames: true });
  const openEntry = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  const found = new Map<string, string>();
  const ended = once(zip, 'close');
  for (let left = zip.entryCount; left > 0; left--) {
    zip.readEntry();
    const [entry] = (await once(zip, 'entry')) as [Entry];
    const hash = createHash('sha256');
    for await (const chunk of await openEntry(entry)) hash.update(chunk);
    found.set(entry.fileName, hash.digest('hex'));
  }
  // Reads that there is nothing more, and closes.
  if (zip.entryCount > 0) zip.readEntry();
  else zip.close();
  await ended;
  return found;
}

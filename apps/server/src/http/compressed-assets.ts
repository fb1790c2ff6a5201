/** The page's scripts and styles in a third of their bytes: not every installation has a proxy in front that does it. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compressible = new Set(['.js', '.css', '.svg', '.wasm', '.ttf', '.bcmap']);

/**
 * Gives a file compressed by gzip, which browsers take without https too; `null` for what would not shrink, or for who does not take
 * it. Each is compressed once and kept, so give it only files whose address changes with their bytes.
 */
export function createCompressedAssets(): (
  file: string,
  acceptEncoding: string | undefined,
) => Promise<Buffer | null> {
  const compress = promisify(gzip);
  const kept = new Map<string, Promise<Buffer>>();
  return async (file, acceptEncoding = '') => {
    if (!compressible.has(extname(file)) || !/\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(acceptEncoding))
      return null;
    const known = kept.get(file);
    if (known !== undefined) return known;
    const made = readFile(file).then((bytes) => compress(bytes));
    kept.set(file, made);
    try {
      return await made;
    } catch {
      // Not there, or not yet: whoever serves it says so.
      kept.delete(file);
      return null;
    }
  };
}

import { PassThrough, type Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Platform } from '../platform.ts';
import type { ZippedFile } from './zip-paths.ts';

/** What gets smaller. The rest is stored: PDF, images and office files are compressed inside. */
const compressible = /^text\/|xml$|json$|rfc822$/;
const missingName = 'Documents manquants.txt';

/**
 * A zip of documents, made while it is read: one file is open at a time, and nothing is read faster than it leaves. Documents whose
 * bytes are missing are listed in a text inside. It breaks when bytes vanish or change meanwhile. Destroying it ends it.
 */
export function zipOf(
  platform: Pick<Platform, 'blobs'>,
  firmId: string,
  files: readonly ZippedFile[],
): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  let open: Readable | null = null;
  zip.on('error', (error: Error) => output.destroy(error));
  zip.outputStream.pipe(output);
  output.once('close', () => open?.destroy());

  const add = async () => {
    const missing: string[] = [];
    for (const file of files) {
      if (output.destroyed) return;
      if (!(await platform.blobs.has(firmId, file.sha256, file.sizeBytes))) {
        missing.push(file.path);
        continue;
      }
      const options = {
        mtime: new Date(file.receivedAt),
        compress: compressible.test(file.mediaType),
        size: file.sizeBytes,
      };
      zip.addReadStreamLazy(file.path, options, (give) => {
        // Nobody reads any more: the file is not opened.
        if (output.destroyed) return;
        open = platform.blobs.read(firmId, file.sha256);
        open.once('error', (error) => output.destroy(error));
        give(null, open);
      });
    }
    if (missing.length > 0) zip.addBuffer(Buffer.from(`${missing.join('\r\n')}\r\n`), missingName);
    zip.end();
  };
  add().catch((error: Error) => output.destroy(error));
  return output;
}

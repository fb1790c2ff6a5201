import type { Readable } from 'node:stream';
import { NavetteError } from '@navette/model';
import { sheetLimits } from './sheet.ts';

/** The bytes of a file that is being sent. @throws NavetteError `file_too_large` as soon as that is known; `upload_interrupted` */
export async function readBytes(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > sheetLimits.bytes) throw new NavetteError('file_too_large', { limit: sheetLimits.bytes });
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof NavetteError ? error : new NavetteError('upload_interrupted', {}, error);
  }
  return Buffer.concat(chunks);
}

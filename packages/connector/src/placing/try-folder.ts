import { DeliveryError } from '../delivery-error.ts';
import type { DocumentSource } from '../document-source.ts';
import type { RemoteFiles } from './remote-files.ts';

const probe: DocumentSource = {
  mediaType: 'application/octet-stream',
  sizeBytes: 1,
  open: () => new Blob(['N']).stream(),
};

const cleanUpMs = 500;

/**
 * Tries what a delivery will need: writes a hidden file at the top, renames it, removes it. @throws DeliveryError, such as
 * `destination_missing` or `destination_forbidden`
 */
export async function tryFolder(files: RemoteFiles, signal: AbortSignal): Promise<void> {
  const name = `.navette-${crypto.randomUUID()}`;
  const [from, to] = [`${name}.part`, `${name}.test`] as const;
  try {
    await files.write(from, probe, signal);
    await files.rename(from, to, signal);
    await files.remove(to, signal);
  } catch (error) {
    await Promise.all(
      [from, to].map((each) => files.remove(each, AbortSignal.timeout(cleanUpMs)).catch(() => {})),
    );
    // Of a check nothing is in doubt: it can be made again.
    if (!(error instanceof DeliveryError) || error.class !== 'unknown') throw error;
    throw new DeliveryError('partner_unreachable', error.params, error.answer, error);
  }
}

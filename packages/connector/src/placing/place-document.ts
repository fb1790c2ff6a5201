import type { DocumentToSend, FindRequest } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { splitRemotePath } from './candidate-names.ts';
import { findUnderNames, type Placed, placeUnderFreeName } from './place-under-free-name.ts';
import type { RemoteFiles } from './remote-files.ts';
import { holdsContent } from './same-content.ts';
import { createTemporaryPaths, temporaryPath } from './temporary-paths.ts';

export interface PlaceRequest {
  /** Who has the files, in sentences. */
  readonly partner: string;
  readonly deliveryId: string;
  readonly document: Pick<DocumentToSend, 'mediaType' | 'sizeBytes' | 'sha256' | 'open'>;
}

/** How long cleaning up after a failure may take; the attempt is over already. */
const cleanUpMs = 2_000;

/**
 * Puts a document where it belongs, whole or not at all: written under a temporary name beside its place, read back and
 * compared, then renamed, never over something. What broken attempts left is removed once the document has its place.
 *
 *   absent → temporary → verified → renamed
 *
 * Until the rename nothing can be taken for the document, so that every failure before it is safe to repeat.
 *
 * @param path relative, its parts separated by `/`, each one a safe name
 * @param temporaries those of the session, so that attempts do not meet
 * @throws DeliveryError, `outcome_unknown` only when the rename may have happened
 */
export async function placeDocument(
  files: RemoteFiles,
  path: string,
  { partner, deliveryId, document }: PlaceRequest,
  signal: AbortSignal,
  temporaries = createTemporaryPaths(),
): Promise<Placed> {
  let temporary: string | null = null;

  async function writeTemporary(): Promise<string> {
    temporary = temporaries.take(path, deliveryId);
    await files.write(temporary, document, signal);
    if ((await holdsContent(files, temporary, document, signal)) === true) return temporary;
    throw new DeliveryError('partner_error', { partner }, { words: 'SHA-256' });
  }

  async function put(candidate: string): Promise<'written' | 'taken'> {
    const written = temporary ?? (await beforeRename(writeTemporary));
    if (!(await files.rename(written, candidate, signal))) return 'taken';
    temporary = null;
    return 'written';
  }

  const isSame = (candidate: string) => beforeRename(() => holdsContent(files, candidate, document, signal));

  try {
    const { folder } = splitRemotePath(path);
    if (folder !== '') await beforeRename(() => files.makeFolder(folder.slice(0, -1), signal));
    const placed = await placeUnderFreeName({ partner, path, deliveryId, isSame, put });
    const left = new Set(temporaries.settle(deliveryId));
    if (temporary !== null) left.add(temporary);
    // A process that died may have left its own beside the copy that is there.
    if (placed.outcome === 'there') left.add(temporaryPath(path, deliveryId));
    await removeQuietly(files, left);
    return placed;
  } catch (error) {
    if (temporary !== null) {
      temporaries.leave(deliveryId, temporary);
      await removeQuietly(files, [temporary]);
    }
    throw error;
  }
}

/**
 * Looks for a document that `placeDocument` may have placed, by reading back what stands under its names.
 * @returns its path, or `null`. @throws DeliveryError
 */
export async function findPlaced(
  files: RemoteFiles,
  path: string,
  { deliveryId, document }: Pick<FindRequest, 'deliveryId' | 'document'>,
  signal: AbortSignal,
): Promise<string | null> {
  const isSame = (candidate: string) => holdsContent(files, candidate, document, signal);
  return findUnderNames({ path, deliveryId, isSame });
}

/** Before the rename nothing has its name, so that an answer that got lost leaves nothing in doubt. */
async function beforeRename<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof DeliveryError) || error.class !== 'unknown') throw error;
    throw new DeliveryError('partner_unreachable', error.params, error.answer, error);
  }
}

/** After an error or an abort alike; what cannot be removed stays until a later attempt places the document. */
async function removeQuietly(files: RemoteFiles, paths: Iterable<string>): Promise<void> {
  const signal = AbortSignal.timeout(cleanUpMs);
  await Promise.all([...paths].map((path) => files.remove(path, signal).catch(() => {})));
}

import type { DocumentToSend, FindRequest } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { splitRemotePath, temporaryPath } from './candidate-names.ts';
import { findUnderNames, type Placed, placeUnderFreeName } from './place-under-free-name.ts';
import type { RemoteFiles } from './remote-files.ts';
import { holdsContent } from './same-content.ts';

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
 * compared, then renamed, never over something. A retry overwrites what a broken attempt left.
 *
 *   absent → temporary → verified → renamed
 *
 * Until the rename nothing can be taken for the document, so that every failure before it is safe to repeat.
 *
 * @param path relative, its parts separated by `/`, each one a safe name
 * @throws DeliveryError, `outcome_unknown` only when the rename may have happened
 */
export async function placeDocument(
  files: RemoteFiles,
  path: string,
  { partner, deliveryId, document }: PlaceRequest,
  signal: AbortSignal,
): Promise<Placed> {
  const temporary = temporaryPath(path, deliveryId);
  let isTemporaryThere = false;

  async function writeTemporary(): Promise<void> {
    isTemporaryThere = true;
    await files.write(temporary, document, signal);
    if ((await holdsContent(files, temporary, document, signal)) === true) return;
    throw new DeliveryError('partner_error', { partner }, { words: 'SHA-256' });
  }

  async function put(candidate: string): Promise<'written' | 'taken'> {
    if (!isTemporaryThere) await beforeRename(writeTemporary);
    if (!(await files.rename(temporary, candidate, signal))) return 'taken';
    isTemporaryThere = false;
    return 'written';
  }

  const isSame = (candidate: string) => beforeRename(() => holdsContent(files, candidate, document, signal));

  try {
    const { folder } = splitRemotePath(path);
    if (folder !== '') await beforeRename(() => files.makeFolder(folder.slice(0, -1), signal));
    const placed = await placeUnderFreeName({ partner, path, deliveryId, isSame, put });
    // An earlier attempt may have left its own beside the copy that is there.
    if (placed.outcome === 'there') isTemporaryThere = true;
    return placed;
  } finally {
    if (isTemporaryThere) await removeQuietly(files, temporary);
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

/** After an error or an abort alike; what cannot be removed is overwritten by the next attempt. */
async function removeQuietly(files: RemoteFiles, path: string): Promise<void> {
  await files.remove(path, AbortSignal.timeout(cleanUpMs)).catch(() => {});
}

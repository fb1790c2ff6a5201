/**
 * Never over another object, on servers of both kinds: those that write under a condition (`If-None-Match: *`, AWS since 2024,
 * Ceph with a cluster, MinIO), and those that ignore it. There two writers could take the same name at the same moment, and the
 * first document would be gone: so names there end with the beginning of their content's SHA-256, and two contents never share one.
 */
import {
  DeliveryError,
  type DocumentFacts,
  type DocumentToSend,
  findUnderNames,
  type Placed,
  placeUnderFreeName,
} from '@navette/connector';
import { splitExtension } from '@navette/model';
import type { Bucket } from './bucket.ts';
import { manifest } from './manifest.ts';
import { sha256OfNothing } from './signing.ts';

const { partner } = manifest;
const hashDigits = 12;

/** An empty object beside the documents, which is written again and again to see whether the server minds. */
const probe = {
  mediaType: 'application/octet-stream',
  sizeBytes: 0,
  sha256: sha256OfNothing,
  open: () => new Blob([]).stream(),
} as const;

/** Writes the probe. @returns whether the server honours the condition. @throws DeliveryError */
export async function honoursCondition(
  bucket: Bucket,
  template: string,
  signal: AbortSignal,
): Promise<boolean> {
  const key = `${fixedFolder(template)}.navette`;
  try {
    let outcome = await bucket.putNew(key, probe, signal);
    // The first time it is new, to a server of either kind.
    if (outcome === 'written') outcome = await bucket.putNew(key, probe, signal);
    if (outcome === 'unconditional') await bucket.put(key, probe, signal);
    return outcome === 'taken' || outcome === 'contested';
  } catch (error) {
    // Of the probe nothing is in doubt: it can be written again.
    if (!(error instanceof DeliveryError) || error.class !== 'unknown') throw error;
    throw new DeliveryError('partner_unreachable', { partner }, error.answer, error);
  }
}

export interface PlaceInBucket {
  readonly key: string;
  readonly deliveryId: string;
  readonly document: DocumentToSend;
}

/** @param isHonoured what `honoursCondition` said. @throws DeliveryError */
export async function placeInBucket(
  bucket: Bucket,
  { key, deliveryId, document }: PlaceInBucket,
  isHonoured: boolean,
  signal: AbortSignal,
): Promise<Placed> {
  const isSame = (candidate: string) => bucket.holds(candidate, document, signal);
  const path = isHonoured ? key : nameByContent(key, document);
  return placeUnderFreeName({
    ...{ partner, path, deliveryId, isSame },
    async put(candidate) {
      if (!isHonoured) {
        await bucket.put(candidate, document, signal);
        return 'written';
      }
      const outcome = await bucket.putNew(candidate, document, signal);
      if (outcome === 'written' || outcome === 'taken') return outcome;
      // Whose it will be is not known yet; next time it is.
      throw new DeliveryError('partner_error', { partner }, { words: outcome });
    },
  });
}

/** Looks under the names of both kinds: a server may have changed since. @returns the key, or `null` */
export async function findInBucket(
  bucket: Bucket,
  { key, deliveryId, document }: Omit<PlaceInBucket, 'document'> & { readonly document: DocumentFacts },
  signal: AbortSignal,
): Promise<string | null> {
  const isSame = (candidate: string) => bucket.holds(candidate, document, signal);
  const byContent = nameByContent(key, document);
  return (
    (await findUnderNames({ path: key, deliveryId, isSame })) ??
    (await findUnderNames({ path: byContent, deliveryId, isSame }))
  );
}

function nameByContent(key: string, { sha256 }: Pick<DocumentFacts, 'sha256'>): string {
  const end = key.lastIndexOf('/') + 1;
  const { stem, extension } = splitExtension(key.slice(end));
  return `${key.slice(0, end)}${stem}-${sha256.slice(0, hashDigits)}${extension}`;
}

/** What all names of a template begin with: an account may be confined to it. */
function fixedFolder(template: string): string {
  const fixed = template.slice(0, `${template}{`.indexOf('{'));
  return fixed.slice(0, fixed.lastIndexOf('/') + 1);
}

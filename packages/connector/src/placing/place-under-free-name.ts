import { DeliveryError } from '../delivery-error.ts';
import { candidateNames } from './candidate-names.ts';

export interface PlaceToFind {
  /** Where the document should be, if that name is free. */
  readonly path: string;
  readonly deliveryId: string;
  /** Whether a name holds this very document: `null` when nothing has that name, `false` when something else has. */
  readonly isSame: (path: string) => Promise<boolean | null>;
}

export interface PlaceToTake extends PlaceToFind {
  /** Who has the files, in sentences. */
  readonly partner: string;
  /** Gives the document that name unless something has it, in one step that two deliveries cannot both win. */
  readonly put: (path: string) => Promise<'written' | 'taken'>;
}

export interface Placed {
  /** As people find it there; the reference of the receipt. */
  readonly path: string;
  /** `there`: the same content had that name already, so nothing was written. */
  readonly outcome: 'written' | 'there';
}

/**
 * Puts a document under the first free name and replaces nothing: the same content under one of the names counts as done, other
 * content makes way for `name (2).pdf`. Two deliveries at the same moment cannot take the same name.
 * @throws what `isSame` and `put` throw
 */
export async function placeUnderFreeName(place: PlaceToTake): Promise<Placed> {
  const { partner, path, deliveryId, isSame, put } = place;
  for (const candidate of candidateNames(path, deliveryId)) {
    const before = await isSame(candidate);
    if (before === true) return { path: candidate, outcome: 'there' };
    if (before === false) continue;
    if ((await put(candidate)) === 'written') return { path: candidate, outcome: 'written' };
    // Somebody took it in between; it may be the same document.
    if ((await isSame(candidate)) === true) return { path: candidate, outcome: 'there' };
  }
  throw new DeliveryError('document_refused', { partner, words: path }, { words: path });
}

/** Two names in a row that nothing has end the search: one may be free again, since people move files away. */
const gapsBeforeNone = 2;

/** @returns the name under which a document stands, or `null`. @throws what `isSame` throws */
export async function findUnderNames({ path, deliveryId, isSame }: PlaceToFind): Promise<string | null> {
  let gaps = 0;
  for (const candidate of candidateNames(path, deliveryId)) {
    const same = await isSame(candidate);
    if (same === true) return candidate;
    gaps = same === null ? gaps + 1 : 0;
    if (gaps === gapsBeforeNone) return null;
  }
  return null;
}

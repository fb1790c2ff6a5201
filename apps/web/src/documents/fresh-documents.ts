import type { Document } from '@navette/api';

/**
 * Rows that came while one reads further down wait above the list, so that nothing jumps under the pointer.
 * @param sinceIso the newest row seen when one began to scroll, or `null` when everything may be shown
 */
export function splitFresh(documents: readonly Document[], sinceIso: string | null) {
  if (sinceIso === null) return { shown: [...documents], fresh: 0 };
  const shown = documents.filter(({ receivedAt }) => receivedAt <= sinceIso);
  return { shown, fresh: documents.length - shown.length };
}

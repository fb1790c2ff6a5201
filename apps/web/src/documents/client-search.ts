/** What the page of a client shows, as its address says it. */
export interface ClientSearch {
  /** Folder id. */
  readonly repertoire?: string;
  /** Document id: the drawer is open on it. */
  readonly document?: string;
  /** The drawer's tab; *Historique* when absent. */
  readonly onglet?: 'details';
  readonly recherche?: string;
  readonly nonTransmis?: true;
}

/** Reads the address; what it does not know is left out. */
export function readClientSearch(search: Record<string, unknown>): ClientSearch {
  return {
    ...asText('repertoire', search),
    ...asText('document', search),
    ...(search.onglet === 'details' ? { onglet: 'details' as const } : {}),
    ...asText('recherche', search),
    ...(search.nonTransmis === true ? { nonTransmis: true as const } : {}),
  };
}

function asText<K extends 'repertoire' | 'document' | 'recherche'>(
  key: K,
  search: Record<string, unknown>,
): { [P in K]?: string } {
  const value = search[key];
  // A search such as 2026 comes back from the address as a number.
  const text = typeof value === 'number' ? String(value) : value;
  return (typeof text === 'string' && text !== '' ? { [key]: text } : {}) as { [P in K]?: string };
}

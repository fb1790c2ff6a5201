import { asText, isOn } from '../frame/address-search.ts';

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
  const repertoire = asText(search.repertoire);
  const document = asText(search.document);
  const recherche = asText(search.recherche);
  return {
    ...(repertoire ? { repertoire } : {}),
    ...(document ? { document } : {}),
    ...(search.onglet === 'details' ? { onglet: 'details' as const } : {}),
    ...(recherche ? { recherche } : {}),
    ...(isOn(search.nonTransmis) ? { nonTransmis: true as const } : {}),
  };
}

import type { ConnectionFilter } from '@navette/api';
import { asText } from '../frame/address-search.ts';

/** What the list of connected clients is narrowed by, as the address says it. */
export interface ConnectedSearch {
  readonly recherche?: string;
  /** The rule of a folder. */
  readonly repertoire?: string;
  readonly etat?: 'actif' | 'arrete';
}

const states = { actif: 'active', arrete: 'stopped' } as const;

/** Reads the address; what it does not know is left out. */
export function readConnectedSearch(search: Record<string, unknown>): ConnectedSearch {
  const recherche = asText(search.recherche);
  const repertoire = asText(search.repertoire);
  const etat = asText(search.etat);
  return {
    ...(recherche ? { recherche } : {}),
    ...(repertoire ? { repertoire } : {}),
    ...(etat === 'actif' || etat === 'arrete' ? { etat } : {}),
  };
}

/** @returns what the server is asked for, also what *all results* means. */
export function filterOf({ recherche, repertoire, etat }: ConnectedSearch): ConnectionFilter {
  return {
    ...(recherche ? { search: recherche } : {}),
    ...(repertoire ? { rule: repertoire } : {}),
    ...(etat ? { state: states[etat] } : {}),
  };
}

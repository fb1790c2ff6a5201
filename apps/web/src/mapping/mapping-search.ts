import type { MappingGrade } from '@navette/api';
import { asText } from '../frame/address-search.ts';

/** The words of the address for the grades. */
const gradeWords = {
  exact: 'exact',
  chosen: 'choisi',
  siren_only: 'siren-seul',
  several: 'plusieurs',
  none: 'aucun',
  closed: 'ferme',
  attribute_missing: 'manquant',
  attribute_invalid: 'invalide',
  already_used: 'deja-pris',
  left_out: 'de-cote',
  connected: 'relie',
} as const satisfies Record<MappingGrade, string>;

/** What a mapping shows, as its address says it. */
export interface MappingSearch {
  /** The grade that is shown alone. */
  readonly resultat?: (typeof gradeWords)[MappingGrade];
  readonly cherche?: string;
  /** The id of the attribute clients are compared by; the one kept for the application when absent. */
  readonly par?: string;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads the address; what it does not know is left out. */
export function readMappingSearch(search: Record<string, unknown>): MappingSearch {
  const resultat = Object.values(gradeWords).find((word) => word === search.resultat);
  const cherche = asText(search.cherche);
  const par = asText(search.par);
  return {
    ...(resultat ? { resultat } : {}),
    ...(cherche ? { cherche } : {}),
    ...(par && uuid.test(par) ? { par } : {}),
  };
}

/** @returns the grade that an address names, `undefined` when it names none. */
export function gradeOfWord(word: MappingSearch['resultat']): MappingGrade | undefined {
  const found = Object.entries(gradeWords).find(([, each]) => each === word);
  return found?.[0] as MappingGrade | undefined;
}

/** @returns what an address says for a grade. */
export function wordOfGrade(grade: MappingGrade): NonNullable<MappingSearch['resultat']> {
  return gradeWords[grade];
}

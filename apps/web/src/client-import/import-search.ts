import { asText } from '../frame/address-search.ts';

/** Which rows of an import are shown, in the words of the address. */
export const rowFilters = {
  erreurs: 'error',
  averifier: 'warning',
  creer: 'create',
  modifier: 'update',
  inchanges: 'unchanged',
} as const;
export type RowFilter = keyof typeof rowFilters;

/** What the page of an import shows, as its address says it. */
export interface ImportSearch {
  /** The job: whoever comes back to the address finds the import as it is by then. */
  readonly import?: string;
  readonly lignes?: RowFilter;
  readonly recherche?: string;
}

/** Reads the address; what it does not know is left out. */
export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  const job = asText(search.import);
  if (!job) return {};
  const lignes = asText(search.lignes);
  const recherche = asText(search.recherche);
  return {
    import: job,
    ...(lignes && Object.hasOwn(rowFilters, lignes) ? { lignes: lignes as RowFilter } : {}),
    ...(recherche ? { recherche } : {}),
  };
}

import { asText, isOn } from '../frame/address-search.ts';

/** Which rows of an import are shown, in the words of the address. */
export const rowFilters = {
  erreurs: 'error',
  averifier: 'warning',
  connecter: 'connect',
  changer: 'change',
  etendre: 'extend',
  inchanges: 'unchanged',
} as const;
export type RowFilter = keyof typeof rowFilters;

export const connectingSteps = ['repertoire', 'dossiers', 'compte-rendu'] as const;
export type ConnectingStep = (typeof connectingSteps)[number];

/** What the page that connects clients shows, as its address says it. */
export interface ConnectingSearch {
  /** The folder's when absent. */
  readonly etape?: 'dossiers' | 'compte-rendu';
  /** The rule of the folder that was saved. */
  readonly regle?: string;
  /** One by one rather than by a file. */
  readonly mode?: 'un-par-un';
  /** The job of an import: whoever comes back to the address finds it as it is by then. */
  readonly import?: string;
  readonly lignes?: RowFilter;
  /** Keys are changed by a file, whatever the folders. */
  readonly cles?: true;
  /** Another folder for the clients that are connected already: the tick stands. */
  readonly memes?: true;
}

/** Reads the address; what it does not know is left out. Without a saved folder there is only the first step. */
export function readConnectingSearch(search: Record<string, unknown>): ConnectingSearch {
  const regle = asText(search.regle);
  const etape = asText(search.etape);
  const job = asText(search.import);
  const lignes = asText(search.lignes);
  const cles = isOn(search.cles);
  if (!regle && !cles) return isOn(search.memes) ? { memes: true } : {};
  return {
    ...(cles ? { cles } : {}),
    ...(regle && !cles ? { regle } : {}),
    ...(etape === 'dossiers' || etape === 'compte-rendu' ? { etape } : {}),
    ...(asText(search.mode) === 'un-par-un' ? { mode: 'un-par-un' as const } : {}),
    ...(job ? { import: job } : {}),
    ...(job && lignes && Object.hasOwn(rowFilters, lignes) ? { lignes: lignes as RowFilter } : {}),
  };
}

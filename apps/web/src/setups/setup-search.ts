import { type ClientsSearch, readClientsSearch } from '../clients/clients-search.ts';
import { asText } from '../frame/address-search.ts';
import { type MappingSearch, readMappingSearch } from '../mapping/mapping-search.ts';
import type { SetupStep } from './step-props.ts';

/** The words of the address for the steps. */
export const stepWords = {
  clients: 'initialisation',
  credentials: 'connexion',
  mapping: 'mapping',
  rules: 'chemins',
} as const satisfies Record<SetupStep, string>;

type StepWord = (typeof stepWords)[SetupStep];

/** What the wizard shows, as its address says it: a step, and what its first one lists. */
export interface SetupSearch
  extends Pick<ClientsSearch, 'recherche' | 'sans' | 'attribut' | 'valeur' | 'tri'>,
    MappingSearch {
  readonly etape?: StepWord;
  readonly choix?: 'choisis' | 'autres';
}

/** Reads the address; what it does not know is left out. */
export function readSetupSearch(search: Record<string, unknown>): SetupSearch {
  const { recherche, sans, attribut, valeur, tri } = readClientsSearch(search);
  const etape = Object.values(stepWords).find((word) => word === asText(search.etape));
  const choix = asText(search.choix);
  return {
    ...(etape ? { etape } : {}),
    ...(recherche ? { recherche } : {}),
    ...(sans ? { sans } : {}),
    ...(attribut && valeur ? { attribut, valeur } : {}),
    ...(tri ? { tri } : {}),
    ...(choix === 'choisis' || choix === 'autres' ? { choix } : {}),
    ...readMappingSearch(search),
  };
}

/** @returns the step that an address names, or `null` when it names none. */
export function stepOfWord(word: StepWord | undefined): SetupStep | null {
  const found = Object.entries(stepWords).find(([, each]) => each === word);
  return (found?.[0] as SetupStep | undefined) ?? null;
}

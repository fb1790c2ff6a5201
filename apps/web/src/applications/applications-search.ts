import type { Application } from '@navette/api';
import { asText, isOn } from '../frame/address-search.ts';

/** Kinds of applications, by their names in the address. */
export const categories = {
  api: 'api',
  'e-mail': 'email',
  transports: 'transport',
} as const satisfies Record<string, Application['kind']>;
export type Category = keyof typeof categories;

export interface ApplicationsSearch {
  readonly recherche?: string;
  readonly categorie?: Category;
  /** The catalogue also shows what the firm has already: some are added twice. */
  readonly toutes?: boolean;
}

/** Reads the address; what it does not know is left out. */
export function readApplicationsSearch(search: Record<string, unknown>): ApplicationsSearch {
  const recherche = asText(search.recherche);
  const categorie = isCategory(search.categorie) ? search.categorie : undefined;
  return {
    ...(recherche === undefined ? {} : { recherche }),
    ...(categorie === undefined ? {} : { categorie }),
    ...(isOn(search.toutes) ? { toutes: true } : {}),
  };
}

function isCategory(value: unknown): value is Category {
  return typeof value === 'string' && Object.hasOwn(categories, value);
}

/** Whether each word that is looked for stands in one of the texts, whatever the accents. */
export function isFound(wanted: string | undefined, texts: readonly string[]): boolean {
  const all = fold(texts.join(' '));
  return fold(wanted ?? '')
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

import type { Member } from '@navette/api';
import { asText, isOn } from '../frame/address-search.ts';

/** The tabs, in their order; the first is shown when the address names none. */
export const peopleTabs = ['personnes', 'invitations', 'cles'] as const;
export type PeopleTab = (typeof peopleTabs)[number];

export const roles = ['admin', 'collaborator', 'client'] as const satisfies readonly Member['role'][];
export const states = ['active', 'deactivated'] as const satisfies readonly Member['state'][];

export interface PeopleSearch {
  readonly onglet?: PeopleTab;
  readonly recherche?: string;
  readonly role?: Member['role'];
  readonly etat?: Member['state'];
  /** Whose card is open. */
  readonly personne?: string;
  /** Invitations: those that ended, too. */
  readonly terminees?: boolean;
}

/** Reads the address; what it does not know is left out. */
export function readPeopleSearch(search: Record<string, unknown>): PeopleSearch {
  const onglet = peopleTabs.find((tab) => tab === search.onglet);
  const recherche = asText(search.recherche);
  const role = roles.find((each) => each === search.role);
  const etat = states.find((each) => each === search.etat);
  const personne = asText(search.personne);
  return {
    ...(onglet === undefined || onglet === peopleTabs[0] ? {} : { onglet }),
    ...(recherche === undefined ? {} : { recherche }),
    ...(role === undefined ? {} : { role }),
    ...(etat === undefined ? {} : { etat }),
    ...(personne === undefined ? {} : { personne }),
    ...(isOn(search.terminees) ? { terminees: true } : {}),
  };
}

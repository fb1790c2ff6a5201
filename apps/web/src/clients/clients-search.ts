import type { ClientFilter } from '@navette/api';
import { asText, isOn } from '../frame/address-search.ts';

/** What the list of clients shows, as its address says it. */
export interface ClientsSearch {
  readonly recherche?: string;
  readonly nonTransmis?: true;
  /** An installation's id, or one of `applicationChoices`. */
  readonly application?: string;
  /** A user's id, or one of `collaboratorChoices`. Absent, it is *moi* for a collaborator and *tous* for the others. */
  readonly collaborateur?: string;
  /** An attribute's id: clients that have no value for it. */
  readonly sans?: string;
  /** An attribute's id, with the value it has. */
  readonly attribut?: string;
  readonly valeur?: string;
  readonly etat?: 'archives' | 'tous';
  /** `nom`, `-depot`, `attribut:<id>`… By name when absent. */
  readonly tri?: string;
}

export type Role = 'admin' | 'collaborator' | 'client';

/** The words of the address for what is no id, with what the server is told. */
const applicationChoices = { connecte: 'any', aucune: 'none' } as const;
const collaboratorChoices = { moi: 'me', personne: 'none' } as const;
const everyone = 'tous';
const states = { archives: 'archived', tous: 'all' } as const;
/** The orders that are no attribute's. */
const orders = {
  nom: 'name',
  code: 'code',
  depot: 'lastReceived',
  nonTransmis: 'undelivered',
  creation: 'created',
} as const;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads the address; what it does not know is left out, so that an old link still shows a list. */
export function readClientsSearch(search: Record<string, unknown>): ClientsSearch {
  const recherche = asText(search.recherche);
  const application = oneOf(search.application, applicationChoices);
  const collaborateur = oneOf(search.collaborateur, { ...collaboratorChoices, [everyone]: '' });
  const sans = oneOf(search.sans, {});
  const attribut = oneOf(search.attribut, {});
  const valeur = asText(search.valeur);
  const etat = asText(search.etat);
  const tri = asText(search.tri);
  return {
    ...(recherche ? { recherche } : {}),
    ...(isOn(search.nonTransmis) ? { nonTransmis: true as const } : {}),
    ...(application ? { application } : {}),
    ...(collaborateur ? { collaborateur } : {}),
    ...(sans ? { sans } : {}),
    ...(attribut && valeur ? { attribut, valeur } : {}),
    ...(etat === 'archives' || etat === 'tous' ? { etat } : {}),
    ...(tri && orderOf(tri) ? { tri } : {}),
  };
}

/** @returns what the server is asked for an address, also what *all results* means for a bulk gesture: a collaborator sees his own clients unless the address says otherwise. */
export function filterOf(search: ClientsSearch, role: Role): ClientFilter {
  const collaborator = collaboratorOf(search, role);
  return {
    ...(search.recherche ? { search: search.recherche } : {}),
    ...(search.nonTransmis ? { withUndelivered: 'true' as const } : {}),
    ...(search.application ? { connected: told(search.application, applicationChoices) } : {}),
    ...(collaborator === everyone ? {} : { collaborator: told(collaborator, collaboratorChoices) }),
    ...(search.sans ? { missing: search.sans } : {}),
    ...(search.attribut && search.valeur ? { attribute: search.attribut, value: search.valeur } : {}),
    ...(search.etat ? { state: states[search.etat] } : {}),
  };
}

/** @returns the collaborator of the address, or the one it means when it names none. */
export function collaboratorOf({ collaborateur }: ClientsSearch, role: Role): string {
  return collaborateur ?? (role === 'collaborator' ? 'moi' : everyone);
}

/** The same address with another collaborator; the one that is meant anyway is not written. */
export function withCollaborator(search: ClientsSearch, collaborateur: string, role: Role): ClientsSearch {
  const { collaborateur: _, ...others } = search;
  return collaborateur === collaboratorOf({}, role) ? others : { ...others, collaborateur };
}

/** @returns the order to ask the server for, `undefined` when the address names none that it knows. */
export function orderOf(tri: string | undefined): string | undefined {
  const [sign, name] = tri?.startsWith('-') ? ['-', tri.slice(1)] : ['', tri ?? ''];
  if (Object.hasOwn(orders, name)) return `${sign}${orders[name as keyof typeof orders]}`;
  const [kind, id = ''] = name.split(':');
  return kind === 'attribut' && uuid.test(id) ? `${sign}attribute:${id}` : undefined;
}

/** @returns how many filters stand between all clients and what is shown: the usual collaborator is none. */
export function countFilters(search: ClientsSearch, role: Role): number {
  const { tri: _, collaborateur: __, ...others } = search;
  const hasValue = 'valeur' in others ? 1 : 0;
  const isNarrowed = collaboratorOf(search, role) !== collaboratorOf({}, role);
  return Object.keys(others).length - hasValue + (isNarrowed ? 1 : 0);
}

function oneOf(value: unknown, choices: Readonly<Record<string, string>>): string | undefined {
  const text = asText(value);
  return text !== undefined && (Object.hasOwn(choices, text) || uuid.test(text)) ? text : undefined;
}

function told(word: string, choices: Readonly<Record<string, string>>): string {
  return choices[word] ?? word;
}

/** A firm and an Inqom in which every kind of pair is there: what the wizard compares. */
import { routes } from '@navette/api';
import type { NavetteApi, SeedDossier } from '@navette/testkit';

/** Whom Inqom knows by exactly this SIRET: more than a page of a list. */
const exactCount = 43;
/** In another town, so that no search for the first finds them. */
const elsewhereCount = 12;

export const town = 'Rennes';

export interface SourceClient {
  readonly name: string;
  readonly code: string;
  readonly siret: string | null;
  readonly town: string;
}

/** Not found by their SIRET, each for a reason of its own. */
export const special = {
  sirenOnly: 'Garage du Parc',
  several: 'Pharmacie du Marché',
  none: 'SCI Les Tilleuls',
  closed: 'Transports Kervella',
  missing: 'Atelier Solène Mercier',
} as const;

const exact = range(exactCount).map((index): SourceClient => {
  const name = `Boulangerie ${two(index)}`;
  return { name, code: `BOU${two(index)}`, siret: siretOf(index), town };
});

/** The first of those that Inqom knows. */
export const baker = exact[0] as SourceClient;

const specials = Object.entries(special).map(([kind, name], index): SourceClient => {
  const siret = kind === 'missing' ? null : siretOf(100 + index);
  return { name, code: `SPE${two(index)}`, siret, town };
});

const elsewhere = range(elsewhereCount).map((index): SourceClient => {
  const name = `Menuiserie ${two(index)}`;
  return { name, code: `MEN${two(index)}`, siret: siretOf(200 + index), town: 'Brest' };
});

export const inTown = [...exact, ...specials];
const everyone = [...inTown, ...elsewhere];

/** What Inqom shows of them. */
export const dossiers: readonly SeedDossier[] = [
  ...[...exact, ...elsewhere].map((client, index) => dossierOf(client, 48_000 + index)),
  { ...dossierOf(named(special.sirenOnly), 47_001), nic: '00099' },
  dossierOf(named(special.several), 47_002),
  { ...dossierOf(named(special.several), 47_003), name: 'PHARMACIE DU MARCHE (ANCIEN)' },
  { ...dossierOf(named(special.closed), 47_004), status: 'Archived' },
];

/** Writes the clients, with the town of each as an attribute. @returns their ids by name */
export async function addClients(api: NavetteApi, firm: string): Promise<ReadonlyMap<string, string>> {
  const params = { firm };
  await api.call(routes.createAttribute, { params, body: { label: 'Ville', kind: 'text' } });
  const { items: attributes } = await api.call(routes.listAttributes, { params });
  const attributeId = attributes.find(({ label }) => label === 'Ville')?.id ?? '';
  const ids = new Map<string, string>();
  for (const { name, code, siret, town: value } of everyone) {
    const body = { name, code, siret, attributes: [{ attributeId, value }] };
    ids.set(name, (await api.call(routes.createClient, { params, body })).id);
  }
  return ids;
}

export function dossierOf({ name, siret }: SourceClient, id: number): SeedDossier {
  const number = siret ?? '';
  return { id, name: name.toUpperCase(), siren: number.slice(0, 9), nic: number.slice(9), status: 'Active' };
}

function named(name: string): SourceClient {
  const found = specials.find((client) => client.name === name);
  if (!found) throw new Error(`Nobody is called ${name}`);
  return found;
}

/** A SIRET whose check digits are right, its SIREN's too. */
function siretOf(index: number): string {
  return withCheckDigit(`${withCheckDigit(String(41_000_000 + index * 37))}0001`);
}

function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function two(index: number): string {
  return String(index + 1).padStart(2, '0');
}

/** A firm and an Inqom in which every kind of pair is there: what the wizard compares. */
import { routes } from '@navette/api';
import type { NavetteApi, SeedDossier } from '@navette/testkit';

/** Whom Inqom knows by exactly this SIRET: more than a list loads before one scrolls. */
const exactCount = 250;
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
  invalid: 'Électricité Vasseur',
} as const;

/** The attribute that the firm typed by hand, which the mapping is made by. */
export const typedAttribute = 'SIRET saisi';

const exact = range(exactCount).map((index): SourceClient => {
  const name = `Boulangerie ${numbered(index)}`;
  return { name, code: `BOU${numbered(index)}`, siret: siretOf(index), town };
});

/** The first of those that Inqom knows. */
export const baker = exact[0] as SourceClient;

const specials = Object.entries(special).map(([kind, name], index): SourceClient => {
  const siret = kind === 'missing' || kind === 'invalid' ? null : siretOf(1_000 + index);
  return { name, code: `SPE${numbered(index)}`, siret, town };
});

const elsewhere = range(elsewhereCount).map((index): SourceClient => {
  const name = `Menuiserie ${numbered(index)}`;
  return { name, code: `MEN${numbered(index)}`, siret: siretOf(2_000 + index), town: 'Brest' };
});

/** Comes later, with the SIRET of the first. */
export const twin: SourceClient = { ...baker, name: 'Boulangerie du Port', code: 'BOUPORT', town: 'Brest' };

export const inTown = [...exact, ...specials];
export const everyone = [...inTown, ...elsewhere];
export const exactOnes = exactCount;

/** What Inqom shows of them. */
export const dossiers: readonly SeedDossier[] = [
  ...[...exact, ...elsewhere].map((client, index) => dossierOf(client, 48_000 + index)),
  { ...dossierOf(named(special.sirenOnly), 47_001), nic: '00099' },
  dossierOf(named(special.several), 47_002),
  { ...dossierOf(named(special.several), 47_003), name: 'PHARMACIE DU MARCHE (ANCIEN)' },
  { ...dossierOf(named(special.closed), 47_004), status: 'Archived' },
];

/** Writes the clients, with a town and a SIRET typed by hand as attributes. @returns their ids by name */
export async function addClients(api: NavetteApi, firm: string): Promise<ReadonlyMap<string, string>> {
  const params = { firm };
  for (const label of ['Ville', typedAttribute])
    await api.call(routes.createAttribute, { params, body: { label, kind: 'text' } });
  const ids = new Map<string, string>();
  for (const client of everyone) ids.set(client.name, await addClient(api, firm, client));
  return ids;
}

/** @returns its id */
export async function addClient(
  api: NavetteApi,
  firm: string,
  { name, code, siret, town: value }: SourceClient,
): Promise<string> {
  const params = { firm };
  const { items } = await api.call(routes.listAttributes, { params });
  const idOf = (wanted: string) => items.find(({ label }) => label === wanted)?.id ?? '';
  const typed = name === special.invalid ? '123 456' : siret;
  const attributes = [
    { attributeId: idOf('Ville'), value },
    { attributeId: idOf(typedAttribute), value: typed },
  ];
  return (await api.call(routes.createClient, { params, body: { name, code, siret, attributes } })).id;
}

function dossierOf({ name, siret }: SourceClient, id: number): SeedDossier {
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

function numbered(index: number): string {
  return String(index + 1).padStart(3, '0');
}

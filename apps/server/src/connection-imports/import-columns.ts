/** What the columns of a file of clients and their keys are. */
import type { Manifest } from '@navette/connector';
import type { AttributeFacts } from '../attributes/list-attributes.ts';
import type { Table } from '../client-imports/import-columns.ts';
import { foldForSearch } from '../clients/search-key.ts';
import { connectionHeaders, keyHeader } from '../connections/sheet-headers.ts';

/** `attribute:<id>` names the client by that attribute; `null` leaves the column out. */
export type ColumnTarget = 'client' | 'key' | 'label' | `attribute:${string}`;

export interface ImportColumn {
  readonly header: string;
  readonly target: ColumnTarget | null;
  /** The first cell that is not empty. */
  readonly sample: string;
}

/** What people write above a column, squashed. */
const headersOf = {
  client: [
    ...['dossier client', 'dossier', 'client', 'nom', 'nom client', 'nom du client', 'nom du dossier'],
    ...['raison sociale', 'denomination', 'entreprise', 'societe', 'name', 'client name', 'company'],
  ],
  label: ['libelle', 'label', 'intitule'],
  siret: ['siret', 'n siret', 'no siret', 'numero siret', 'numero de siret', 'siret number'],
  code: [
    ...['code', 'code client', 'code dossier', 'n dossier', 'no dossier', 'numero dossier'],
    ...['numero de dossier', 'reference', 'client code', 'dossier code'],
  ],
} as const;

/** Columns that our own files have beside: nothing of them is read. */
const ofOurs = ['repertoires', 'etat', 'connecte le', 'resultat', 'explication'];

const keyHeadersOf = {
  email: [
    ...['e mail de collecte', 'email de collecte', 'mail de collecte', 'adresse de collecte'],
    ...[
      'adresse e mail de collecte',
      'adresse mail de collecte',
      'adresse email de collecte',
      'collect e mail',
    ],
    ...['e mail', 'email', 'mail', 'adresse e mail', 'adresse email', 'adresse mail', 'adresse', 'courriel'],
  ],
  code: [
    ...headersOf.code,
    ...[
      'identifiant',
      'identifiant dossier',
      'identifiant du dossier',
      'id dossier',
      'id',
      'nom de collecte',
    ],
  ],
  siret: ['numero', 'identifiant', 'identifiant du dossier', 'id dossier', 'id', 'numero de dossier'],
  siren: ['siren', 'n siren', 'numero siren', 'identifiant', 'id dossier', 'id'],
  apiKey: [
    ...['cle d api', 'cle api', 'cle', 'jeton', 'jeton d api', 'token', 'api key', 'key', 'secret'],
    ...['cle de la societe', 'jeton de l entreprise'],
  ],
} as const satisfies Record<Manifest['clientKey']['kind'], readonly string[]>;

type Named = Pick<Manifest, 'clientKey' | 'partner' | 'name'>;

/**
 * The columns of a table with what each is; two are never the same. A column that is called like the key of the application is the
 * key, also where the firm has an attribute of that name; a column that nothing tells is the key, or the client, when it is the only
 * one left that can be.
 */
export function recogniseColumns(
  table: Table,
  manifest: Named,
  attributes: readonly AttributeFacts[],
): ImportColumn[] {
  const width = Math.max(table.headers.length, ...table.rows.map(({ cells }) => cells.length), 0);
  const headers = Array.from({ length: width }, (_, index) => table.headers[index] ?? '');
  const targets: (ColumnTarget | null)[] = headers.map(() => null);
  const take = (target: ColumnTarget, isIt: (header: string, index: number) => boolean) => {
    if (targets.includes(target)) return;
    const index = headers.findIndex((header, at) => targets[at] === null && isIt(squash(header), at));
    if (index >= 0) targets[index] = target;
  };
  const oneOf = (names: readonly string[]) => (header: string) => names.includes(header);
  take('key', oneOf([squash(keyHeader(manifest, attributes))]));
  take('key', oneOf(namesOfKey(manifest)));
  take('client', oneOf([squash(connectionHeaders.client)]));
  take('client', oneOf(headersOf.client));
  for (const { id, label } of attributes) take(`attribute:${id}`, oneOf([squash(label)]));
  for (const { id, kind } of attributes)
    if (kind === 'siret' || kind === 'code') take(`attribute:${id}`, oneOf(headersOf[kind]));
  take('key', oneOf(keyHeadersOf[manifest.clientKey.kind]));
  take('label', oneOf(headersOf.label));
  const leftOver = headers.flatMap((header, index) =>
    targets[index] === null &&
    !ofOurs.includes(squash(header)) &&
    table.rows.some(({ cells }) => (cells[index] ?? '') !== '')
      ? [index]
      : [],
  );
  const addresses = leftOver.filter((index) => isMostlyAddresses(table, index));
  const likely = manifest.clientKey.kind === 'email' && addresses.length > 0 ? addresses : leftOver;
  if (likely.length === 1) take('key', (_, index) => index === likely[0]);
  const hasName = targets.some((target) => target === 'client' || target?.startsWith('attribute:'));
  const others = leftOver.filter((index) => targets[index] === null);
  if (!hasName && others.length === 1) take('client', (_, index) => index === others[0]);
  return headers.map((header, index) => ({
    header,
    target: targets[index] ?? null,
    sample: table.rows.find(({ cells }) => (cells[index] ?? '') !== '')?.cells[index] ?? '',
  }));
}

function namesOfKey({ clientKey, partner, name }: Named): string[] {
  const labels = [clientKey.label.fr, clientKey.label.en];
  return [
    ...labels,
    ...labels.flatMap((label) => [partner, name].flatMap((of) => [`${label} ${of}`, `${label} chez ${of}`])),
  ].map(squash);
}

function isMostlyAddresses({ rows }: Table, index: number): boolean {
  const filled = rows.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== '');
  return filled.filter((cell) => cell.includes('@')).length * 2 > filled.length;
}

/** Without case, accents and signs: `N° dossier` and `n dossier` are one. */
function squash(header: string): string {
  return foldForSearch(header)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

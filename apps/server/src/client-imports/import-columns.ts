import type { AttributeFacts } from '../attributes/list-attributes.ts';
import { foldForSearch } from '../clients/search-key.ts';
import { fixedHeaders } from '../clients/sheet-headers.ts';

/** `attribute:<id>` feeds that attribute, `new` a text attribute named after the header; `null` leaves the column out. */
export type ColumnTarget = 'name' | 'collaborators' | 'overrideReason' | 'new' | `attribute:${string}`;

export interface ImportColumn {
  readonly header: string;
  readonly target: ColumnTarget | null;
  /** The first cell that is not empty. */
  readonly sample: string;
  readonly problem: 'header_missing' | 'header_duplicated' | null;
}

/** Where the header of a sheet is, and what lies below. */
export interface Table {
  readonly headers: readonly string[];
  /** Rows that hold something, each with its number in the spreadsheet. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
}

/** The first row that holds something is the header. */
export function readTable(sheet: readonly (readonly string[])[]): Table {
  const rows = sheet
    .map((cells, index) => ({ number: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [header, ...body] = rows;
  return { headers: header?.cells ?? [], rows: body };
}

/** What people write above a column, folded, besides the label of an attribute. */
const otherHeaders = {
  name: [
    ...['nom', 'nom du client', 'nom client', 'nom du dossier', 'raison sociale', 'denomination', 'client'],
    ...['entreprise', 'societe', 'dossier', 'name', 'company', 'company name', 'client name'],
  ],
  collaborators: [
    'collaborateurs',
    'collaborateur',
    'responsable',
    'responsables',
    'collaborators',
    'assigned to',
  ],
  overrideReason: ['motif', 'motif de derogation', 'derogation', 'reason'],
  siret: ['siret', 'n° siret', 'no siret', 'numero siret', 'numero de siret', 'siret number'],
  siren: ['siren', 'n° siren', 'no siren', 'numero siren', 'numero de siren'],
  code: [
    'code',
    'code client',
    'code dossier',
    'n° dossier',
    'numero de dossier',
    'reference',
    'client code',
  ],
  email: ['e-mail', 'email', 'mail', 'adresse e-mail', 'courriel', 'e-mail de collecte', 'e-mail address'],
  text: [],
} as const satisfies Record<
  'name' | 'collaborators' | 'overrideReason' | AttributeFacts['kind'],
  readonly string[]
>;

/** The columns of a table with what each probably feeds; two never feed the same. */
export function guessColumns(table: Table, attributes: readonly AttributeFacts[]): ImportColumn[] {
  const taken = new Set<string>();
  const seen = new Set<string>();
  const width = Math.max(0, ...table.rows.map(({ cells }) => cells.length), table.headers.length);
  const columns = Array.from({ length: width }, (_, index) => ({
    header: table.headers[index] ?? '',
    sample: table.rows.find(({ cells }) => (cells[index] ?? '') !== '')?.cells[index] ?? '',
  }));
  // Cells past the last header are a row's own mistake, unless the column has something in most rows.
  const named = columns.filter(({ header }, index) => header !== '' || isFilled(table, index));
  return named.map(({ header, sample }) => {
    const key = foldForSearch(header);
    if (key === '') return { header, sample, target: null, problem: 'header_missing' };
    if (seen.has(key)) return { header, sample, target: null, problem: 'header_duplicated' };
    seen.add(key);
    const target = targetOf(key, attributes, taken);
    if (target !== null) taken.add(target);
    return { header, sample, target, problem: null };
  });
}

function isFilled({ headers, rows }: Table, index: number): boolean {
  if (index < headers.length) return true;
  return rows.filter(({ cells }) => (cells[index] ?? '') !== '').length * 2 > rows.length;
}

function targetOf(
  key: string,
  attributes: readonly AttributeFacts[],
  taken: ReadonlySet<string>,
): ColumnTarget | null {
  const isFree = (target: ColumnTarget) => !taken.has(target);
  const byLabel = attributes.find(({ label }) => foldForSearch(label) === key);
  if (byLabel !== undefined && isFree(`attribute:${byLabel.id}`)) return `attribute:${byLabel.id}`;
  for (const target of ['name', 'collaborators', 'overrideReason'] as const) {
    const isNamed =
      foldForSearch(fixedHeaders[target]) === key || otherHeaders[target].some((each) => each === key);
    if (isNamed && isFree(target)) return target;
  }
  const byKind = attributes.find(
    ({ id, kind }) => otherHeaders[kind].some((each) => each === key) && isFree(`attribute:${id}`),
  );
  return byKind === undefined ? null : `attribute:${byKind.id}`;
}

/** How rows are best recognised: by a unique attribute that the file has, else its SIRET, else the name. */
export function guessMatchBy(
  columns: readonly ImportColumn[],
  attributes: readonly AttributeFacts[],
): string {
  const fed = attributes.filter(({ id }) => columns.some(({ target }) => target === `attribute:${id}`));
  const best = fed.find(({ isUnique }) => isUnique) ?? fed.find(({ kind }) => kind === 'siret');
  return best?.id ?? 'name';
}

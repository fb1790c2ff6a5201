/**
 * Under which name a document is put at a place of files: `{client}/{type}/{date}-{name}` makes
 * `DUPONT/achats/2026-11-21-facture.pdf`. Parts are separated by `/`; the last one is the file's name, which always ends with the
 * document's own extension, whatever the template says.
 *
 * Whatever the values hold, what comes out are safe names, none of which leaves the place given.
 */
import { nameKey, safeName, shortenName, splitExtension } from './folder-path.ts';

export type NameVariable = 'client' | 'clientName' | 'type' | 'date' | 'year' | 'month' | 'name' | 'id';

export interface NameTemplate {
  /** In one spelling: `{ Millesime }` is `{millésime}`. */
  readonly source: string;
  readonly parts: readonly (readonly NameToken[])[];
  /** What may surprise, though it works. */
  readonly warnings: readonly NameTemplateWarning[];
}

type NameToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly variable: NameVariable };

export interface NameValues {
  /** What names the client there: a code, a folder. */
  readonly client: string;
  /** The firm's own name of the client. */
  readonly clientName: string;
  /** The partner's word for the type of document. */
  readonly type: string;
  /** The day of receipt: `2026-11-21`. */
  readonly date: string;
  /** The file's, with its extension. */
  readonly name: string;
  readonly id: string;
}

export type NameTemplateProblem =
  | 'empty'
  | 'unknown_variable'
  | 'unbalanced_brace'
  | 'empty_part'
  | 'leading_dot'
  | 'absolute'
  | 'backslash'
  | 'unsafe_character'
  | 'too_long'
  | 'too_deep';

export type NameTemplateWarning = 'may_collide';

type Sentence = { readonly fr: string; readonly en: string };

/** Thrown by `parseNameTemplate`; `problem` says what to tell. */
export class NameTemplateError extends Error {
  override readonly name = 'NameTemplateError';
  readonly problem: NameTemplateProblem;

  constructor(problem: NameTemplateProblem) {
    super(nameTemplateProblems[problem].en);
    this.problem = problem;
  }
}

/** What each variable stands for, in the order in which the wizard proposes them. The first spelling is the one that is kept. */
export const nameVariables: Readonly<
  Record<NameVariable, Sentence & { readonly spellings: readonly [string, ...string[]] }>
> = {
  client: {
    spellings: ['client'],
    fr: 'le code ou le dossier du client, tel qu’il est connecté',
    en: 'the client’s code or folder, as it is connected',
  },
  clientName: {
    spellings: ['nom-client', 'nom client', 'clientname', 'client-name'],
    fr: 'le nom du client dans Navette',
    en: 'the client’s name in Navette',
  },
  type: {
    spellings: ['type'],
    fr: 'le type de document\u00a0: achats, ventes, notes-de-frais, administratif, autres',
    en: 'the type of document: achats, ventes, notes-de-frais, administratif, autres',
  },
  date: {
    spellings: ['date'],
    fr: 'le jour de réception, comme 2026-11-21',
    en: 'the day of receipt, such as 2026-11-21',
  },
  year: {
    spellings: ['millésime', 'millesime'],
    fr: 'l’année de réception, comme 2026',
    en: 'the year of receipt, such as 2026',
  },
  month: {
    spellings: ['mois'],
    fr: 'le mois de réception, de 01 à 12',
    en: 'the month of receipt, from 01 to 12',
  },
  name: {
    spellings: ['name', 'nom'],
    fr: 'le nom du fichier, sans son extension, qui est toujours ajoutée à la fin',
    en: 'the file’s name, without its extension, which is always added at the end',
  },
  id: {
    spellings: ['id'],
    fr: 'l’identifiant de l’envoi, qui n’a jamais son pareil',
    en: 'the id of the delivery, which nothing else has',
  },
};

/** What is wrong with a template, after « parce que » and “because”. */
export const nameTemplateProblems: Readonly<Record<NameTemplateProblem, Sentence>> = {
  empty: { fr: 'il est vide', en: 'it is empty' },
  unknown_variable: {
    fr: `une variable est inconnue\u00a0; il existe ${spellVariables()}`,
    en: `a variable is unknown; there are ${spellVariables()}`,
  },
  unbalanced_brace: { fr: 'une accolade n’est pas fermée', en: 'a brace is not closed' },
  empty_part: {
    fr: 'deux barres se suivent, ou il finit par une barre',
    en: 'two slashes follow each other, or it ends with one',
  },
  leading_dot: { fr: 'une partie commence par un point', en: 'a part begins with a dot' },
  absolute: {
    fr: 'il commence par une barre\u00a0; il part toujours du dossier de l’application',
    en: 'it begins with a slash; it always starts from the application’s folder',
  },
  backslash: {
    fr: 'les dossiers se séparent par / et non par \\',
    en: 'folders are separated by / and not by \\',
  },
  unsafe_character: {
    fr: 'un caractère n’est pas permis dans un nom de fichier, comme «\u00a0*\u00a0» ou «\u00a0:\u00a0»',
    en: 'a character is not allowed in a file name, such as “*” or “:”',
  },
  too_long: {
    fr: 'une partie est trop longue\u00a0: 100 caractères au plus',
    en: 'a part is too long: 100 characters at most',
  },
  too_deep: { fr: 'il a plus de 10 niveaux de dossiers', en: 'it has more than 10 levels of folders' },
};

export const nameTemplateWarnings: Readonly<Record<NameTemplateWarning, Sentence>> = {
  may_collide: {
    fr: 'Le nom du fichier n’a ni {name} ni {id}\u00a0: deux documents auront souvent le même, et le second s’appellera «\u00a0… (2)\u00a0».',
    en: 'The file’s name has neither {name} nor {id}: two documents will often share one, and the second will be called “… (2)”.',
  },
};

/** For the wizard's preview, until there is a real document. */
export const exampleNameValues: NameValues = {
  client: 'DUPONT',
  clientName: 'Boulangerie Dupont',
  type: 'achats',
  date: '2026-11-21',
  name: 'Facture 1204.pdf',
  id: '0199c1a2-7b3c-7d4e-8f50-617283940a1b',
};

const maxDepth = 10;
const maxTextCharacters = 100;
/** Of one part of what comes out: room for ` (2)` and for systems that count otherwise. */
const maxPartBytes = 200;

const variableOf: ReadonlyMap<string, NameVariable> = new Map(
  (Object.keys(nameVariables) as NameVariable[]).flatMap((variable) =>
    nameVariables[variable].spellings.map((spelling) => [spelling, variable] as const),
  ),
);

/** Reads a template; spaces around its parts are dropped. @throws NameTemplateError */
export function parseNameTemplate(source: string): NameTemplate {
  const text = source.normalize('NFC').trim();
  if (text === '') throw new NameTemplateError('empty');
  if (text.startsWith('/')) throw new NameTemplateError('absolute');
  if (text.includes('\\')) throw new NameTemplateError('backslash');
  const names = text.split('/').map((name) => name.trim());
  if (names.length > maxDepth) throw new NameTemplateError('too_deep');
  const parts = names.map(parsePart);
  const last = parts.at(-1) ?? [];
  const tellsApart = last.some(
    (token) => token.kind === 'variable' && (token.variable === 'name' || token.variable === 'id'),
  );
  return {
    source: parts.map((tokens) => tokens.map(writeToken).join('')).join('/'),
    parts,
    warnings: tellsApart ? [] : ['may_collide'],
  };
}

function parsePart(name: string): NameToken[] {
  if (name === '') throw new NameTemplateError('empty_part');
  if (name.startsWith('.')) throw new NameTemplateError('leading_dot');
  if (name.length > maxTextCharacters) throw new NameTemplateError('too_long');
  const tokens: NameToken[] = [];
  for (const piece of name.split(/(\{[^{}]*\})/).filter((each) => each !== '')) {
    const variable = /^\{([^{}]*)\}$/.exec(piece)?.[1];
    tokens.push(variable === undefined ? readText(piece) : readVariable(variable));
  }
  return tokens;
}

function readText(text: string): NameToken {
  if (/[{}]/.test(text)) throw new NameTemplateError('unbalanced_brace');
  // What a safe name would lose within; its ends are another matter, since text may stand there.
  if (safeName(`a${text}a`) !== `a${text}a`) throw new NameTemplateError('unsafe_character');
  return { kind: 'text', text };
}

function readVariable(spelling: string): NameToken {
  const variable = variableOf.get(nameKey(spelling.trim()));
  if (variable === undefined) throw new NameTemplateError('unknown_variable');
  return { kind: 'variable', variable };
}

function writeToken(token: NameToken): string {
  return token.kind === 'text' ? token.text : `{${nameVariables[token.variable].spellings[0]}}`;
}

function spellVariables(): string {
  return Object.values(nameVariables)
    .map(({ spellings: [spelling] }) => `{${spelling}}`)
    .join(', ');
}

/** @returns the path that a template means, relative, its parts separated by `/`: safe names of at most 200 bytes, none hidden. */
export function expandNameTemplate({ parts }: NameTemplate, values: NameValues): string {
  const file = splitExtension(safeName(values.name));
  const [year = '', month = ''] = values.date.split('-');
  const { client, clientName, type, date, id } = values;
  const known = { client, clientName, type, date, year, month, name: file.stem, id };
  const names = parts.map((tokens) =>
    tokens.map((token) => (token.kind === 'text' ? token.text : safeName(known[token.variable]))).join(''),
  );
  const last = names.pop() ?? '';
  return [...names.map(safeFolder), safeFileName(last, file.extension)].join('/');
}

/** @returns the path that a template gives, and what may surprise. @throws NameTemplateError */
export function previewName(
  source: string,
  values: NameValues = exampleNameValues,
): { readonly path: string; readonly warnings: readonly NameTemplateWarning[] } {
  const template = parseNameTemplate(source);
  return { path: expandNameTemplate(template, values), warnings: template.warnings };
}

function safeFolder(name: string): string {
  // Cutting may leave a dot or a space at the end, and so does one more look.
  return safeName(shortenName(unhide(safeName(name)), maxPartBytes));
}

/** The extension is added once, and never cut. */
function safeFileName(name: string, extension: string): string {
  const hasExtension = extension !== '' && nameKey(name).endsWith(nameKey(extension));
  const stem = hasExtension ? name.slice(0, name.length - extension.length) : name;
  return safeName(shortenName(unhide(safeName(stem + extension)), maxPartBytes));
}

/** Hidden files are overlooked, and ours are temporary. */
function unhide(name: string): string {
  return name.startsWith('.') ? `_${name}` : name;
}

/**
 * The path language of rules: folder names, with variables anywhere inside a name. `/Achats/{millésime}/{mois}` matches
 * `/Achats/2026/11`.
 *
 *   {millésime}  the year, AAAA          {client}  the client's name, as a folder can be called
 *   {mois}       the month, 01 to 12     {type}    the name of the rule's document type, in French
 *   {trimestre}  the quarter, T1 to T4
 *
 * In a source path year, month and quarter also match earlier periods, up to the grace (`path-pattern-match.ts`); in an archive path
 * every variable takes the value that was matched (`path-pattern-values.ts`).
 */
import { joinPath, nameKey, splitPath } from './folder-path.ts';

export type PatternVariable = 'year' | 'month' | 'quarter' | 'client' | 'type';

export type PatternProblem =
  | 'empty'
  | 'unknown_variable'
  | 'unbalanced_brace'
  | 'month_without_year'
  | 'quarter_without_year'
  | 'repeated_variable'
  | 'not_in_template';

export interface PathPattern {
  /** In one spelling, whatever people write. */
  readonly source: string;
  readonly segments: readonly (readonly PatternToken[])[];
  /** Those of `source`, bound or not. */
  readonly variables: ReadonlySet<PatternVariable>;
}

export type PatternToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: PatternVariable };

/** Thrown by `parsePattern`; `problem` says what to tell. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly problem: PatternProblem;

  constructor(problem: PatternProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** What is wrong with a path, after « parce que » and “because”. */
export const patternProblems: Readonly<Record<PatternProblem, { readonly fr: string; readonly en: string }>> =
  {
    empty: { fr: 'il est vide', en: 'it is empty' },
    unknown_variable: {
      fr: 'une variable est inconnue\u00a0; seules {millésime}, {mois}, {trimestre}, {client} et {type} existent',
      en: 'a variable is unknown; only {millésime}, {mois}, {trimestre}, {client} and {type} exist',
    },
    unbalanced_brace: { fr: 'une accolade n’est pas fermée', en: 'a brace is not closed' },
    month_without_year: { fr: '{mois} demande aussi {millésime}', en: '{mois} needs {millésime} too' },
    quarter_without_year: {
      fr: '{trimestre} demande aussi {millésime}',
      en: '{trimestre} needs {millésime} too',
    },
    repeated_variable: { fr: 'une variable y est deux fois', en: 'a variable is there twice' },
    not_in_template: {
      fr: '{client} et {type} n’ont pas de sens dans l’arborescence',
      en: '{client} and {type} mean nothing in the tree of folders',
    },
  };

/** How each variable is written, without its braces, in the order in which they are offered. */
export const patternVariables: Readonly<Record<PatternVariable, string>> = {
  year: 'millésime',
  month: 'mois',
  quarter: 'trimestre',
  client: 'client',
  type: 'type',
};

const variablesByKey: ReadonlyMap<string, PatternVariable> = new Map(
  (Object.keys(patternVariables) as PatternVariable[]).map((kind) => [
    variableKey(patternVariables[kind]),
    kind,
  ]),
);

/** Accents and case are optional: `Millesime` is `millésime`. */
function variableKey(name: string): string {
  return nameKey(name)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '');
}

/**
 * Reads a pattern; spaces around its names are dropped, as they are in the names of folders. `source` comes back in one spelling:
 * `{ Millesime }` is `{millésime}`. @throws PatternError
 */
export function parsePattern(source: string): PathPattern {
  const names = splitPath(source.normalize('NFC'))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new PatternError('empty');
  const segments = names.map(parseSegment);
  const kinds = segments.flat().flatMap(({ kind }) => (kind === 'text' ? [] : [kind]));
  const variables = new Set(kinds);
  if (variables.size < kinds.length) throw new PatternError('repeated_variable');
  if (!variables.has('year')) {
    if (variables.has('month')) throw new PatternError('month_without_year');
    if (variables.has('quarter')) throw new PatternError('quarter_without_year');
  }
  return { source: joinPath(segments.map((tokens) => tokens.map(writeToken).join(''))), segments, variables };
}

/** Reads a path of the folder template: it is of no one client and of no type. @throws PatternError */
export function parseTemplate(source: string): PathPattern {
  const pattern = parsePattern(source);
  if (pattern.variables.has('client') || pattern.variables.has('type'))
    throw new PatternError('not_in_template');
  return pattern;
}

/** A token as people write it. */
export function writeToken(token: PatternToken): string {
  return token.kind === 'text' ? token.text : `{${patternVariables[token.kind]}}`;
}

function parseSegment(name: string): PatternToken[] {
  const tokens: PatternToken[] = [];
  let rest = name;
  while (rest !== '') {
    const open = rest.search(/[{}]/);
    if (open < 0) return [...tokens, { kind: 'text', text: rest }];
    if (open > 0) tokens.push({ kind: 'text', text: rest.slice(0, open) });
    const variable = /^\{([^{}]*)\}/.exec(rest.slice(open));
    if (!variable) throw new PatternError('unbalanced_brace');
    const kind = variablesByKey.get(variableKey(variable[1]?.trim() ?? ''));
    if (!kind) throw new PatternError('unknown_variable');
    tokens.push({ kind });
    rest = rest.slice(open + variable[0].length);
  }
  return tokens;
}

/**
 * Orders patterns that match the same folder, the most specific first: the deeper one, then the one with fewer variables, then an
 * order that does not depend on when they were made. 0 only for one and the same pattern.
 */
export function compareSpecificity(a: PathPattern, b: PathPattern): number {
  return (
    b.segments.length - a.segments.length ||
    a.variables.size - b.variables.size ||
    Number(a.source > b.source) - Number(a.source < b.source)
  );
}

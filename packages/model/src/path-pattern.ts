/**
 * The path language of rules: folder names, with `{millésime}` (the year, AAAA) and `{mois}` (the month, MM), anywhere inside
 * a name. `/Achats/{millésime}/{mois}` matches `/Achats/2026/11`.
 *
 * In a source path the variables also match earlier periods, up to `graceMonths`; in an archive path they take the values
 * that were matched. (year, month) is one period; the year alone covers the years that overlap the grace.
 */
import { joinPath, nameKey, splitPath } from './folder-path.ts';
import { monthsBetween, type Period } from './period.ts';

export type PatternProblem =
  | 'empty'
  | 'unknown_variable'
  | 'unbalanced_brace'
  | 'month_without_year'
  | 'repeated_variable';

export interface PathPattern {
  readonly source: string;
  readonly segments: readonly (readonly Token[])[];
  readonly hasYear: boolean;
  readonly hasMonth: boolean;
}

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'year' }
  | { readonly kind: 'month' };

/** The values a source path was matched with. `null` where the pattern has no such variable. */
export interface MatchedPeriod {
  readonly year: number | null;
  readonly month: number | null;
}

export type PatternMatch =
  | { readonly matched: true; readonly period: MatchedPeriod; readonly depth: number }
  /** The path has the pattern's shape, but its period lies outside the window. */
  | { readonly matched: false; readonly outsidePeriod: boolean };

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
      fr: 'une variable est inconnue\u00a0; seules {millésime} et {mois} existent',
      en: 'a variable is unknown; only {millésime} and {mois} exist',
    },
    unbalanced_brace: { fr: 'une accolade n’est pas fermée', en: 'a brace is not closed' },
    month_without_year: { fr: '{mois} demande aussi {millésime}', en: '{mois} needs {millésime} too' },
    repeated_variable: { fr: 'une variable y est deux fois', en: 'a variable is there twice' },
  };

const variables: ReadonlyMap<string, 'year' | 'month'> = new Map([
  ['millésime', 'year'],
  ['millesime', 'year'],
  ['mois', 'month'],
]);

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
  const kinds = segments.flat().map((token) => token.kind);
  const years = kinds.filter((kind) => kind === 'year').length;
  const months = kinds.filter((kind) => kind === 'month').length;
  if (months > 0 && years === 0) throw new PatternError('month_without_year');
  if (years > 1 || months > 1) throw new PatternError('repeated_variable');
  return {
    source: joinPath(segments.map((tokens) => tokens.map(writeToken).join(''))),
    segments,
    hasYear: years > 0,
    hasMonth: months > 0,
  };
}

function writeToken(token: Token): string {
  if (token.kind === 'text') return token.text;
  return token.kind === 'year' ? '{millésime}' : '{mois}';
}

function parseSegment(name: string): Token[] {
  const tokens: Token[] = [];
  let rest = name;
  while (rest !== '') {
    const open = rest.search(/[{}]/);
    if (open < 0) return [...tokens, { kind: 'text', text: rest }];
    if (open > 0) tokens.push({ kind: 'text', text: rest.slice(0, open) });
    const variable = /^\{([^{}]*)\}/.exec(rest.slice(open));
    if (!variable) throw new PatternError('unbalanced_brace');
    const kind = variables.get(nameKey(variable[1]?.trim() ?? ''));
    if (!kind) throw new PatternError('unknown_variable');
    tokens.push({ kind });
    rest = rest.slice(open + variable[0].length);
  }
  return tokens;
}

export interface MatchOptions {
  /** The firm's present period. */
  readonly now: Period;
  /** How many months back the variables still match; 0 = the present period only. */
  readonly graceMonths: number;
  readonly withSubfolders: boolean;
}

/** Whether a folder's path is fed by a pattern. `depth` is how many names the pattern has: deeper is more specific. */
export function matchPattern(pattern: PathPattern, path: string, options: MatchOptions): PatternMatch {
  const names = splitPath(path);
  const noMatch = { matched: false, outsidePeriod: false } as const;
  if (names.length < pattern.segments.length) return noMatch;
  if (names.length > pattern.segments.length && !options.withSubfolders) return noMatch;
  let year: number | null = null;
  let month: number | null = null;
  for (const [index, tokens] of pattern.segments.entries()) {
    const values = segmentExpression(tokens).exec(nameKey(names[index] ?? ''))?.groups;
    if (values === undefined) return noMatch;
    if (values.year !== undefined) year = Number(values.year);
    if (values.month !== undefined) month = Number(values.month);
  }
  if (!isInWindow(year, month, options)) return { matched: false, outsidePeriod: true };
  return { matched: true, period: { year, month }, depth: pattern.segments.length };
}

function segmentExpression(tokens: readonly Token[]): RegExp {
  const parts = tokens.map((token) => {
    if (token.kind === 'year') return '(?<year>\\d{4})';
    if (token.kind === 'month') return '(?<month>0[1-9]|1[0-2])';
    return nameKey(token.text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  // The empty group makes `groups` an object even without variables.
  return new RegExp(`^${parts.join('')}(?<end>)$`, 'u');
}

function isInWindow(year: number | null, month: number | null, { now, graceMonths }: MatchOptions): boolean {
  if (year === null) return true;
  const months = month === null ? [1, 12] : [month];
  const ages = months.map((each) => monthsBetween({ year, month: each }, now));
  // A year alone overlaps the window when its December is recent enough and its January is not in the future.
  return Math.min(...ages) <= graceMonths && Math.max(...ages) >= 0;
}

/** The path a pattern means for given values. Throws RangeError when a variable has no value. */
export function renderPattern(pattern: PathPattern, period: MatchedPeriod): string {
  const names = pattern.segments.map((tokens) =>
    tokens
      .map((token) => {
        if (token.kind === 'text') return token.text;
        const value = token.kind === 'year' ? period.year : period.month;
        if (value === null) throw new RangeError(`{${token.kind}} has no value`);
        return String(value).padStart(token.kind === 'year' ? 4 : 2, '0');
      })
      .join(''),
  );
  return joinPath(names);
}

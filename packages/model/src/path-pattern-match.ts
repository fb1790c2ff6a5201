/** Whether a folder's path is one that a pattern means, in a period that still counts. */
import { nameKey, splitPath } from './folder-path.ts';
import { type PathPattern, type PatternToken, writeToken } from './path-pattern.ts';
import { type MatchedPeriod, quarterOf } from './path-pattern-values.ts';
import { monthsBetween, type Period } from './period.ts';

export type PatternMatch =
  | { readonly matched: true; readonly period: MatchedPeriod; readonly depth: number }
  /** The path has the pattern's shape, but its period lies outside the window. */
  | { readonly matched: false; readonly outsidePeriod: boolean };

export interface MatchOptions {
  /** The firm's present period. */
  readonly now: Period;
  /** How many months back the variables still match; 0 = the present period only. */
  readonly graceMonths: number;
  readonly withSubfolders: boolean;
}

/**
 * Whether a folder's path is fed by a pattern, whose `{client}` and `{type}` are bound. (year, month) is one period; a quarter covers
 * its three months, the year alone the years that overlap the grace; a month and a quarter that disagree are no match.
 * `depth` is how many names the pattern has. Throws RangeError for a pattern that is not bound.
 */
export function matchPattern(pattern: PathPattern, path: string, options: MatchOptions): PatternMatch {
  const names = splitPath(path);
  const noMatch = { matched: false, outsidePeriod: false } as const;
  if (names.length < pattern.segments.length) return noMatch;
  if (names.length > pattern.segments.length && !options.withSubfolders) return noMatch;
  let year: number | null = null;
  let month: number | null = null;
  let quarter: number | null = null;
  for (const [index, expression] of expressionsOf(pattern).entries()) {
    const values = expression.exec(comparable(names[index] ?? ''))?.groups;
    if (values === undefined) return noMatch;
    if (values.year !== undefined) year = Number(values.year);
    if (values.month !== undefined) month = Number(values.month);
    if (values.quarter !== undefined) quarter = Number(values.quarter);
  }
  if (month !== null && quarter !== null && quarterOf(month) !== quarter) return noMatch;
  const period = { year, month, quarter: quarter ?? (month === null ? null : quarterOf(month)) };
  if (!isInWindow(period, options)) return { matched: false, outsidePeriod: true };
  return { matched: true, period, depth: pattern.segments.length };
}

const kept = new WeakMap<PathPattern, readonly RegExp[]>();

/** Made once for each pattern: a firm has many folders. */
function expressionsOf(pattern: PathPattern): readonly RegExp[] {
  const expressions = kept.get(pattern) ?? pattern.segments.map(segmentExpression);
  kept.set(pattern, expressions);
  return expressions;
}

function segmentExpression(tokens: readonly PatternToken[]): RegExp {
  const parts = tokens.map(tokenExpression);
  // The empty group makes `groups` an object even without variables.
  return new RegExp(`^${parts.join('')}(?<end>)$`, 'u');
}

function tokenExpression(token: PatternToken): string {
  switch (token.kind) {
    case 'text':
      return comparable(token.text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    case 'year':
      return '(?<year>\\d{4})';
    case 'month':
      return '(?<month>0[1-9]|1[0-2])';
    case 'quarter':
      return 't(?<quarter>[1-4])';
    case 'client':
    case 'type':
      throw new RangeError(`${writeToken(token)} is not bound`);
  }
}

/** As names are compared; the two apostrophes are one, since keyboards give one and word processors the other. */
function comparable(name: string): string {
  return nameKey(name).replaceAll('’', "'");
}

function isInWindow({ year, month, quarter }: MatchedPeriod, { now, graceMonths }: MatchOptions): boolean {
  if (year === null) return true;
  const months = monthsOf(month, quarter);
  const ages = months.map((each) => monthsBetween({ year, month: each }, now));
  // A span overlaps the window when its last month is recent enough and its first is not in the future.
  return Math.min(...ages) <= graceMonths && Math.max(...ages) >= 0;
}

/** The first and the last month of a period. */
function monthsOf(month: number | null, quarter: number | null): readonly number[] {
  if (month !== null) return [month];
  return quarter === null ? [1, 12] : [quarter * 3 - 2, quarter * 3];
}

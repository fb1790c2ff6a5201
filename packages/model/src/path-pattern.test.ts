import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPath, safeName } from './folder-path.ts';
import { PatternError, parsePattern } from './path-pattern.ts';
import { type MatchOptions, matchPattern } from './path-pattern-match.ts';
import { renderPattern } from './path-pattern-values.ts';
import type { Period } from './period.ts';

const now: Period = { year: 2026, month: 11 };
const options: MatchOptions = { now, graceMonths: 12, withSubfolders: true };

function problemOf(source: string): string | null {
  try {
    parsePattern(source);
    return null;
  } catch (error) {
    if (error instanceof PatternError) return error.problem;
    throw error;
  }
}

function match(source: string, path: string, change: Partial<MatchOptions> = {}) {
  return matchPattern(parsePattern(source), path, { ...options, ...change });
}

describe('reading a pattern', () => {
  it.each([
    ['', 'empty'],
    [' / // ', 'empty'],
    ['/Achats/{annee}', 'unknown_variable'],
    ['/Achats/{}', 'unknown_variable'],
    ['/Achats/{constructor}', 'unknown_variable'],
    ['/Achats/{millésime', 'unbalanced_brace'],
    ['/Achats/millésime}', 'unbalanced_brace'],
    ['/Achats/{{millésime}}', 'unbalanced_brace'],
    ['/Achats/{millé/sime}', 'unbalanced_brace'],
    ['/Achats/{mois}', 'month_without_year'],
    ['/{millésime}/Achats {millésime}', 'repeated_variable'],
    ['/{millésime}/{mois}/{mois}', 'repeated_variable'],
  ])('%j is refused: %s', (source, problem) => {
    expect(problemOf(source)).toBe(problem);
  });

  it.each([
    'Achats/{millésime}/{mois}/',
    '/Achats/{Millésime}/{MOIS}',
    '/Achats/{millesime}/{ mois }',
    ' / Achats /{mille\u0301sime}/ {mois}',
  ])('%j is one spelling of the same pattern', (source) => {
    expect(parsePattern(source).source).toBe('/Achats/{millésime}/{mois}');
  });

  it('gives back its own source whatever people write', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        if (problemOf(text) !== null) return;
        const { source } = parsePattern(text);
        expect(parsePattern(source)).toEqual(parsePattern(text));
      }),
    );
  });
});

describe('matching', () => {
  it('takes names in any case and Unicode form', () => {
    expect(match('/Été/{millésime}', '/E\u0301TE\u0301/2026')).toMatchObject({ matched: true });
    expect(match('/E\u0301te\u0301/{millésime}', '/été/2026')).toMatchObject({ matched: true });
  });

  it('takes characters of names for what they are, never as an expression', () => {
    expect(match('/a.b (c)+[d]', '/a.b (c)+[d]')).toMatchObject({ matched: true });
    expect(match('/a.b', '/axb')).toMatchObject({ matched: false });
    expect(match('/a|b', '/a')).toMatchObject({ matched: false });
  });

  it.each([
    '/Achats/26/11',
    '/Achats/2026/13',
    '/Achats/2026/00',
    '/Achats/2026/1',
    '/Achats/٢٠٢٦/11',
    '/Ventes/2026/11',
  ])('does not take %s for a period', (path) => {
    expect(match('/Achats/{millésime}/{mois}', path)).toEqual({ matched: false, outsidePeriod: false });
  });

  it('reads variables inside a name', () => {
    expect(match('/Exercice {millésime}/M{mois} fin', '/exercice 2026/m03 FIN')).toEqual({
      matched: true,
      period: { year: 2026, month: 3, quarter: 1 },
      depth: 2,
    });
    expect(match('/{millésime}{mois}', '/202611')).toMatchObject({
      period: { year: 2026, month: 11, quarter: 4 },
    });
  });

  it('takes folders below only when it is asked to, and never those above', () => {
    expect(match('/Achats', '/Achats/urgent')).toMatchObject({ matched: true, depth: 1 });
    expect(match('/Achats', '/Achats/urgent', { withSubfolders: false })).toMatchObject({ matched: false });
    expect(match('/Achats/urgent', '/Achats')).toMatchObject({ matched: false });
    expect(match('/Achats', '/Achats 2')).toMatchObject({ matched: false });
  });

  it('gives back the period and the path that were written', () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((each) => safeName(each).replace(/[{}]/g, '_'));
    const period = fc.record({
      year: fc.integer({ min: 0, max: 9999 }),
      month: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(text, text, fc.boolean(), period, (before, after, isInOneName, given) => {
        const variables = isInOneName ? ['{millésime}-{mois}'] : ['{millésime}', '{mois}'];
        const pattern = parsePattern(joinPath([before, ...variables.map((each) => `${each}${after}`)]));
        const path = renderPattern(pattern, given);
        const result = matchPattern(pattern, path, { now: given, graceMonths: 0, withSubfolders: false });
        expect(result).toMatchObject({ matched: true, period: given, depth: pattern.segments.length });
        expect(result.matched && renderPattern(pattern, result.period)).toBe(path);
      }),
    );
  });
});

describe('the grace', () => {
  const monthly = '/{millésime}/{mois}';

  it.each([
    ['the present month', '/2026/11', 0, true],
    ['the month before, without grace', '/2026/10', 0, false],
    ['the last month of the grace', '/2025/11', 12, true],
    ['the month before the grace', '/2025/10', 12, false],
    ['a month to come', '/2026/12', 12, false],
    ['a year to come', '/2027/01', 120, false],
  ])('%s: %s with %i months → %s', (_, path, graceMonths, isMatched) => {
    const result = match(monthly, path, { graceMonths });
    expect(result).toMatchObject(isMatched ? { matched: true } : { matched: false, outsidePeriod: true });
  });

  it('crosses the turn of the year', () => {
    const january = { year: 2027, month: 1 };
    expect(match(monthly, '/2026/12', { now: january, graceMonths: 0 }).matched).toBe(false);
    expect(match(monthly, '/2026/12', { now: january, graceMonths: 1 }).matched).toBe(true);
    expect(match(monthly, '/2026/11', { now: january, graceMonths: 1 }).matched).toBe(false);
    expect(match(monthly, '/2027/01', { now: january, graceMonths: 0 }).matched).toBe(true);
  });

  it('of a year alone covers the years that it overlaps', () => {
    const yearly = '/{millésime}';
    expect(match(yearly, '/2026', { graceMonths: 0 }).matched).toBe(true);
    expect(match(yearly, '/2025', { graceMonths: 10 }).matched).toBe(false);
    expect(match(yearly, '/2025', { graceMonths: 11 }).matched).toBe(true);
    expect(match(yearly, '/2024', { graceMonths: 22 }).matched).toBe(false);
    expect(match(yearly, '/2027', { graceMonths: 120 })).toEqual({ matched: false, outsidePeriod: true });
    expect(match(yearly, '/2025', { now: { year: 2026, month: 1 }, graceMonths: 1 }).matched).toBe(true);
  });
});

it('a value that is missing cannot be written', () => {
  expect(() => renderPattern(parsePattern('/{millésime}'), { year: null, month: 1 })).toThrow(RangeError);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPath, safeName, splitPath } from './folder-path.ts';
import { compareSpecificity, type PathPattern, parsePattern } from './path-pattern.ts';
import { type MatchOptions, matchPattern } from './path-pattern-match.ts';
import { bindPattern, quarterOf, renderPattern } from './path-pattern-values.ts';
import { monthsBetween, type Period } from './period.ts';

const now: Period = { year: 2026, month: 11 };
const options: MatchOptions = { now, graceMonths: 12, withSubfolders: true };

function match(source: string, path: string, change: Partial<MatchOptions> = {}, client = 'Aubertin') {
  const pattern = bindPattern(parsePattern(source), { client, type: 'purchase' });
  return matchPattern(pattern, path, { ...options, ...change });
}

describe('the quarter', () => {
  it.each([
    ['/TVA/2026/T4', true],
    ['/tva/2026/t4', true],
    ['/TVA/2026/T5', false],
    ['/TVA/2026/4', false],
    ['/TVA/2026/TT4', false],
  ])('of %s: %s', (path, isMatched) => {
    expect(match('/TVA/{millésime}/{trimestre}', path).matched).toBe(isMatched);
  });

  it('covers its three months', () => {
    const strict = { graceMonths: 0 };
    const source = '/{millésime}/{trimestre}';
    expect(match(source, '/2026/T4', strict)).toMatchObject({
      period: { year: 2026, month: null, quarter: 4 },
    });
    expect(match(source, '/2026/T3', strict)).toEqual({ matched: false, outsidePeriod: true });
    expect(match(source, '/2026/T3', { graceMonths: 1 })).toMatchObject({ matched: false });
    expect(match(source, '/2026/T3', { graceMonths: 2 })).toMatchObject({ matched: true });
    expect(match(source, '/2027/T1', { graceMonths: 120 })).toEqual({ matched: false, outsidePeriod: true });
    expect(match(source, '/2026/T4', { now: { year: 2026, month: 10 }, ...strict }).matched).toBe(true);
  });

  it('must agree with the month', () => {
    const source = '/{millésime}/{trimestre}/{mois}';
    expect(match(source, '/2026/T4/11')).toMatchObject({ period: { year: 2026, month: 11, quarter: 4 } });
    expect(match(source, '/2026/T3/11')).toEqual({ matched: false, outsidePeriod: false });
  });
});

describe('the client and the type', () => {
  it('match the folder called so, as names are compared', () => {
    expect(match('/{client}', '/AUBERTIN/2026').matched).toBe(true);
    expect(match('/{client}', '/Aubertin SARL').matched).toBe(false);
    expect(match('/{client}', '/Dupont _ Fils', {}, 'Dupont / Fils').matched).toBe(true);
    expect(match('/{client}', '/e\u0301te\u0301', {}, 'ÉTÉ').matched).toBe(true);
    expect(match('/{client}', '/a.b', {}, 'a.b').matched).toBe(true);
    expect(match('/{client}', '/axb', {}, 'a.b').matched).toBe(false);
  });

  it('take one apostrophe for the other', () => {
    for (const name of ["facture d'achat", 'Facture d’achat', "FACTURE D'ACHAT"])
      expect(match('/Boîte/{type}', `/boîte/${name}`).matched).toBe(true);
    expect(match("/Factures d'achat", '/Factures d’achat').matched).toBe(true);
    expect(match('/Boîte/{type}', '/Boîte/Note de frais').matched).toBe(false);
  });

  it('must have a value', () => {
    for (const source of ['/{client}', '/{type}'])
      expect(() => matchPattern(parsePattern(source), '/x', options)).toThrow(RangeError);
  });
});

// ── whatever the paths ──────────────────────────────────────────────────────────────────────────────────────────────

const plainName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => safeName(text).replace(/[{}]/g, '_'));
/** Names of a pattern, the variables among them at most once each, with the year where the others are. */
const variableSets = [
  [],
  ['{millésime}'],
  ['{millésime}', '{mois}'],
  ['{millésime}', '{trimestre}'],
  ['{millésime}', '{trimestre}', '{mois}'],
  ['{client}', '{millésime}', '{mois}'],
  ['{type}'],
  ['{client}', '{type}', '{trimestre}', '{millésime}'],
];
const pattern: fc.Arbitrary<PathPattern> = fc
  .tuple(fc.constantFrom(...variableSets), fc.array(plainName, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([variables, names, isInOneName]) => {
    const held = isInOneName && variables.length > 0 ? [variables.join(' - ')] : variables;
    return parsePattern(joinPath([...names, ...held]));
  });
const client = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const month = fc.record({
  year: fc.integer({ min: 1990, max: 2040 }),
  month: fc.integer({ min: 1, max: 12 }),
});
const grace = fc.integer({ min: 0, max: 120 });

function bound(source: PathPattern, name: string): PathPattern {
  return bindPattern(source, { client: name, type: 'purchase' });
}

describe('whatever the pattern', () => {
  it('the path it means is one that it matches, in every period of its window, with the values that were written', () => {
    fc.assert(
      fc.property(
        pattern,
        client,
        month,
        grace,
        fc.integer({ min: 0, max: 120 }),
        (source, name, present, most, age) => {
          const index = present.year * 12 + present.month - 1 - Math.min(age, most);
          const given = { year: Math.floor(index / 12), month: (index % 12) + 1 };
          const meant = bound(source, name);
          const path = renderPattern(meant, given);
          const result = matchPattern(meant, path, {
            now: present,
            graceMonths: most,
            withSubfolders: false,
          });
          expect(result.matched).toBe(true);
          if (!result.matched) return;
          expect(renderPattern(meant, result.period)).toBe(path);
          const { year, month: found, quarter } = result.period;
          expect(year ?? given.year).toBe(given.year);
          expect(found ?? given.month).toBe(given.month);
          expect(quarter ?? quarterOf(given.month)).toBe(quarterOf(given.month));
        },
      ),
    );
  });

  it('never matches outside its grace, and says that the period alone is wrong', () => {
    fc.assert(
      fc.property(client, month, month, grace, (name, present, given, most) => {
        const meant = bound(parsePattern('/{client}/{millésime}/{mois}'), name);
        const age = monthsBetween(given, present);
        const isInside = age >= 0 && age <= most;
        const result = matchPattern(meant, renderPattern(meant, given), {
          ...{ now: present, graceMonths: most, withSubfolders: true },
        });
        expect(result.matched).toBe(isInside);
        if (!result.matched) expect(result.outsidePeriod).toBe(true);
      }),
    );
  });

  it('a longer grace takes all that a shorter one does', () => {
    fc.assert(
      fc.property(pattern, client, month, month, grace, grace, (source, name, present, given, one, other) => {
        const meant = bound(source, name);
        const path = renderPattern(meant, given);
        const taken = (graceMonths: number) =>
          matchPattern(meant, path, { now: present, graceMonths, withSubfolders: true }).matched;
        const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
        expect(taken(longer) || !taken(shorter)).toBe(true);
      }),
    );
  });

  it('spellings of the same path match alike', () => {
    fc.assert(
      fc.property(pattern, client, month, grace, (source, name, given, graceMonths) => {
        const meant = bound(source, name);
        const path = renderPattern(meant, given);
        const of = (text: string) => matchPattern(meant, text, { now, graceMonths, withSubfolders: true });
        const wanted = of(path);
        // What folds alike: upper case is not always undone (ß), so that lower case is tried.
        for (const spelling of [path.toLowerCase(), path.normalize('NFD'), path.normalize('NFC')])
          expect(of(spelling)).toEqual(wanted);
      }),
    );
  });

  it('reading what was written is stable, in whatever spelling of its variables', () => {
    fc.assert(
      fc.property(pattern, (source) => {
        expect(parsePattern(source.source)).toEqual(source);
        const loud = source.source.replace(/\{[^}]+\}/g, (variable) =>
          variable
            .normalize('NFD')
            .replace(/\p{Mark}/gu, '')
            .toUpperCase()
            .replace('{', '{ '),
        );
        expect(parsePattern(loud).source).toBe(source.source);
      }),
    );
  });

  it('sub-folders change nothing for the folder itself, and add those below alone', () => {
    fc.assert(
      fc.property(pattern, client, plainName, (source, name, below) => {
        const meant = bound(source, name);
        const path = renderPattern(meant, now);
        const of = (text: string, withSubfolders: boolean) =>
          matchPattern(meant, text, { now, graceMonths: 0, withSubfolders }).matched;
        expect([of(path, true), of(path, false)]).toEqual([true, true]);
        const deeper = joinPath([...splitPath(path), below]);
        expect([of(deeper, true), of(deeper, false)]).toEqual([true, false]);
      }),
    );
  });
});

describe('which pattern is more specific', () => {
  it('is an order: never than itself, one way only, and whole', () => {
    fc.assert(
      fc.property(pattern, pattern, pattern, (a, b, c) => {
        expect(compareSpecificity(a, a)).toBe(0);
        expect(Math.sign(compareSpecificity(a, b))).toBe(-Math.sign(compareSpecificity(b, a)) + 0);
        if (compareSpecificity(a, b) === 0) expect(a.source).toBe(b.source);
        if (compareSpecificity(a, b) <= 0 && compareSpecificity(b, c) <= 0)
          expect(compareSpecificity(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is the same once it is bound', () => {
    fc.assert(
      fc.property(pattern, pattern, client, (a, b, name) => {
        expect(compareSpecificity(bound(a, name), bound(b, name))).toBe(compareSpecificity(a, b));
      }),
    );
  });
});

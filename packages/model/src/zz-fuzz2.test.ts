import fc from "fast-check"; fc.configureGlobal({ numRuns: 4000 });
import { describe, expect, it } from 'vitest';
import { documentTypes } from './document-type.ts';
import { safeName, splitPath } from './folder-path.ts';
import { parsePattern } from './path-pattern.ts';
import {
  bindPattern,
  describePattern,
  findImpossibleName,
  quarterOf,
  renderPattern,
} from './path-pattern-values.ts';

const november = { year: 2026, month: 11 };

function mean(source: string, client?: string): string {
  const values = { type: 'purchase', ...(client === undefined ? {} : { client }) } as const;
  return describePattern(bindPattern(parsePattern(source), values), november);
}

describe('what a path means', () => {
  it.each([
    ['/Achats/{millésime}/{mois}', '/Achats/2026/11'],
    ['/TVA/{millésime}/{trimestre}', '/TVA/2026/T4'],
    ['/{type}/{millésime}', "/Facture d'achat/2026"],
    ['/{client}/{millésime}', '/{client}/2026'],
  ])('%s is %s', (source, meaning) => {
    expect(mean(source)).toBe(meaning);
  });

  it('has each quarter for three months', () => {
    const months = Array.from({ length: 12 }, (_, index) => index + 1);
    expect(months.map(quarterOf)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
  });

  it('takes the quarter that was matched, else the month’s', () => {
    const pattern = parsePattern('/{millésime}/{trimestre}');
    expect(renderPattern(pattern, { year: 2026, month: null, quarter: 2 })).toBe('/2026/T2');
    expect(renderPattern(pattern, { year: 2026, month: 9 })).toBe('/2026/T3');
    expect(() => renderPattern(pattern, { year: 2026, month: null })).toThrow(RangeError);
  });
});

describe('the client’s name', () => {
  it.each([
    ['Dupont / Fils', '/Dossiers/Dupont _ Fils'],
    ['S.A. Martin.', '/Dossiers/S.A. Martin'],
    ['CON', '/Dossiers/_CON'],
    ['…', '/Dossiers/…'],
    ['...', '/Dossiers/_'],
    ['{mois}', '/Dossiers/{mois}'],
  ])('%s is %s, as folders can be called', (name, path) => {
    expect(mean('/Dossiers/{client}', name)).toBe(path);
  });

  it('is one name whatever it holds, and safe, with whatever stands around it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.boolean(), (name, isAlone) => {
        const source = isAlone ? '/{client}' : '/{millésime} {client} {mois}';
        const names = splitPath(renderPattern(bindPattern(parsePattern(source), { client: name }), november));
        expect(names).toHaveLength(1);
        expect(safeName(names[0] ?? '')).toBe(names[0]);
      }),
    );
  });
});

describe('names that no folder can have', () => {
  it.each([
    ['/Achats: 2026', 'Achats: 2026'],
    ['/Achats./{mois} {millésime}', 'Achats.'],
    ['/A/CON/{millésime}', 'CON'],
    [`/A/{millésime} ${'x'.repeat(300)}`, `{millésime} ${'x'.repeat(300)}`],
    ['/Client {client}?', 'Client {client}?'],
  ])('are found in %s', (source, name) => {
    expect(findImpossibleName(parsePattern(source))).toBe(name);
  });

  it('are none of what a pattern may well mean', () => {
    for (const source of ['/Achats/{millésime}/{mois}', '/{client} – {type}', '/a.b/(c) [d]'])
      expect(findImpossibleName(parsePattern(source))).toBeNull();
  });
});

it('binding twice is binding once, and keeps what was written', () => {
  const pattern = parsePattern('/{client}/{type}/{millésime}');
  for (const type of documentTypes) {
    const bound = bindPattern(pattern, { client: 'Aubertin', type });
    expect(bindPattern(bound, { client: 'Autre', type: 'other' })).toEqual(bound);
    expect(bound.source).toBe(pattern.source);
    expect(bound.variables).toEqual(pattern.variables);
  }
});

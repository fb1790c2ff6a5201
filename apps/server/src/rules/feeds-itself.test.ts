import { describe, expect, it } from 'vitest';
import { findLoop } from './feeds-itself.ts';

type Pair = readonly [sourcePath: string, archivePath: string | null];

function isLoop(rules: readonly Pair[], withSubfolders = true, clients: readonly string[] = []): boolean {
  const edges = rules.map(([sourcePath, archivePath]) => ({
    ...{ sourcePath, archivePath, withSubfolders },
    documentType: 'purchase' as const,
  }));
  return findLoop(edges, clients) !== null;
}

describe('an archive that is a source', () => {
  it.each<[string, readonly Pair[]]>([
    ['of its own rule', [['/Achats/{millésime}', '/Achats/{millésime}']]],
    ['below its own source', [['/Achats', '/Achats/Transmis']]],
    [
      'of another rule',
      [
        ['/Achats', '/Ventes/Reçues'],
        ['/Ventes', null],
      ],
    ],
    ['written in another case', [['/Achats/{millésime}/{mois}', '/ACHATS/{millésime}/{mois}']]],
    [
      'in one month of the year',
      [
        ['/Achats/{millésime}/{mois}', '/Paie/{millésime}/{mois}'],
        ['/Paie/{millésime}/01', null],
      ],
    ],
    [
      'whose month is written out',
      [
        ['/A/{millésime}', '/Achats/{millésime}/01'],
        ['/Achats/{millésime}/{mois}', null],
      ],
    ],
    [
      'in one year',
      [
        ['/A/{millésime}', '/B/{millésime}'],
        ['/B/2031', null],
      ],
    ],
    [
      'whose year is written out',
      [
        ['/A', '/B/1999'],
        ['/B/{millésime}', null],
      ],
    ],
    [
      'inside a name',
      [
        ['/A/{millésime}', '/Exercice {millésime}'],
        ['/Exercice 2030', null],
      ],
    ],
  ])('%s is found', (_, rules) => {
    expect(isLoop(rules)).toBe(true);
    expect(isLoop(rules.toReversed())).toBe(true);
  });

  it.each<[string, readonly Pair[]]>([
    ['beside the months', [['/Achats/{millésime}/{mois}', '/Achats/{millésime}/Transmis']]],
    ['above its source', [['/Achats/{millésime}', '/Achats']]],
    [
      'elsewhere',
      [
        ['/Achats/{millésime}/{mois}', '/Archive/{millésime}/{mois}'],
        ['/Ventes', null],
      ],
    ],
    ['nowhere', [['/Achats', null]]],
  ])('is not seen in one that lies %s', (_, rules) => {
    expect(isLoop(rules)).toBe(false);
  });

  it('is not seen below a source that takes no sub-folders', () => {
    expect(isLoop([['/Achats', '/Achats/Transmis']], false)).toBe(false);
  });

  it.each<[string, readonly Pair[], readonly string[]]>([
    ['below the folder of each client', [['/{client}', '/{client}/Fait']], []],
    [
      'of a client whose name is written out',
      [
        ['/{client}/{millésime}', null],
        ['/Achats', '/Durand/2026'],
      ],
      ['Martin', 'Durand'],
    ],
    [
      'that a client’s name makes of it',
      [
        ['/Durand', null],
        ['/Achats', '/{client}/Fait'],
      ],
      ['DURAND'],
    ],
    [
      'in a quarter',
      [
        ['/A/{millésime}/{mois}', '/B/{millésime}/{trimestre}'],
        ['/B/{millésime}/T3', null],
      ],
      [],
    ],
    [
      'of a type',
      [
        ['/A', '/B/{type}'],
        ["/B/Facture d'achat", null],
      ],
      [],
    ],
    [
      'at the end of a chain',
      [
        ['/A', '/B'],
        ['/C', '/A'],
        ['/D', '/C'],
      ],
      [],
    ],
  ])('%s is found', (_, rules, clients) => {
    expect(isLoop(rules, true, clients)).toBe(true);
    expect(isLoop(rules.toReversed(), true, clients)).toBe(true);
  });

  it.each<[string, readonly Pair[], readonly string[]]>([
    [
      'one that only a client of another name would make',
      [
        ['/{client}', null],
        ['/Achats', '/Archive/{millésime}'],
      ].map(([source, archive]) => [source ?? '', archive ?? null]),
      ['Durand'],
    ],
    [
      'another type',
      [
        ['/A', '/B/{type}'],
        ['/B/Note de frais', null],
      ],
      [],
    ],
  ])('is not seen in %s', (_, rules, clients) => {
    expect(isLoop(rules, true, clients)).toBe(false);
  });

  it('names the rule whose archive it is and the one that takes from it', () => {
    const rule = (id: string, sourcePath: string, archivePath: string | null) => ({
      ...{ id, sourcePath, archivePath, withSubfolders: true },
      documentType: 'purchase' as const,
    });
    const loop = findLoop([rule('a', '/A', null), rule('b', '/B', '/A/Fait')]);
    expect([loop?.archiveOf.id, loop?.sourceOf.id]).toEqual(['b', 'a']);
  });
});

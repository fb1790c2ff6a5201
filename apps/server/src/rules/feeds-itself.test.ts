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
});

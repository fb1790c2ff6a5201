import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanPath,
  completeTyped,
  matchChoices,
  proposeArchive,
  splitAtCaret,
  splitVariables,
} from './typed-path.ts';

/** `|` is the caret. */
function at(shown: string): [path: string, caret: number] {
  const caret = shown.indexOf('|');
  return [shown.replace('|', ''), caret];
}

function shownAfter(shown: string, kind: 'folder' | 'variable', name: string): string {
  const { path, caret } = completeTyped(...at(shown), { kind, name });
  return `${path.slice(0, caret)}|${path.slice(caret)}`;
}

describe('a path at the caret', () => {
  it('is cut after its last slash', () => {
    expect(splitAtCaret(...at('/Social/{millésime}/Bul|'))).toEqual({
      typed: '/Social/{millésime}/Bul',
      nameStart: 20,
      braceStart: null,
      part: 'Bul',
    });
  });

  it('is cut at a brace that is open', () => {
    expect(splitAtCaret(...at('/Achats/F-{mo|'))).toMatchObject({ nameStart: 8, braceStart: 10, part: 'mo' });
  });

  it('does not look behind the caret', () => {
    expect(splitAtCaret(...at('/Ach|ats/{mois}'))).toMatchObject({ typed: '/Ach', part: 'Ach' });
  });

  it('has a brace that is closed as a part of the name', () => {
    expect(splitAtCaret(...at('/{millésime}-|'))).toMatchObject({ braceStart: null, part: '{millésime}-' });
  });
});

describe('a choice takes the place of what was typed', () => {
  it.each([
    ['|', 'folder', 'Achats', '/Achats/|'],
    ['/|', 'folder', 'Achats', '/Achats/|'],
    ['/ach|', 'folder', 'Achats', '/Achats/|'],
    ['/Social/{millésime}/bul|', 'folder', 'Bulletins', '/Social/{millésime}/Bulletins/|'],
    ['/Ac|ats/2026', 'folder', 'Achats', '/Achats/|2026'],
    ['/Achats/|', 'variable', '{millésime}', '/Achats/{millésime}/|'],
    ['/Achats/{|', 'variable', '{millésime}', '/Achats/{millésime}/|'],
    ['/Achats/{mil|', 'variable', '{millésime}', '/Achats/{millésime}/|'],
    ['/Achats/mil|', 'variable', '{millésime}', '/Achats/{millésime}/|'],
    ['/Achats/{mo|}/Reçus', 'variable', '{mois}', '/Achats/{mois}|/Reçus'],
    ['/Achats/F-{mo|', 'variable', '{mois}', '/Achats/F-{mois}|'],
    ['/Achats/{millésime}-|', 'variable', '{mois}', '/Achats/{millésime}-{mois}|'],
  ] as const)('%s, %s %s: %s', (shown, kind, name, expected) => {
    expect(shownAfter(shown, kind, name)).toBe(expected);
  });

  it('keeps what stands before the name, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.constantFrom('Achats', 'É b'), (path, seed, name) => {
        const caret = path.length === 0 ? 0 : seed % (path.length + 1);
        const done = completeTyped(path, caret, { kind: 'folder', name });
        const { nameStart } = splitAtCaret(path, caret);
        const before = path.slice(0, nameStart);
        expect(done.path.startsWith(`${before.startsWith('/') ? '' : '/'}${before}${name}`)).toBe(true);
        expect(done.caret).toBeLessThanOrEqual(done.path.length);
      }),
    );
  });
});

describe('choices', () => {
  const names = ['Achats', 'Rachats', 'Ventes', '{millésime}'].map((name) => ({ name }));

  it('that start as what was typed come first, those that hold it after', () => {
    expect(matchChoices(names, 'ACH').map(({ name }) => name)).toEqual(['Achats', 'Rachats']);
  });

  it('are found without accents or braces', () => {
    expect(matchChoices(names, 'mille')).toEqual([{ name: '{millésime}' }]);
  });

  it('are all there while nothing is typed', () => {
    expect(matchChoices(names, '')).toEqual(names);
  });
});

describe('a path in pieces', () => {
  it('has its variables apart', () => {
    expect(splitVariables('/Achats/{millésime}-{mois}/')).toEqual([
      { text: '/Achats/', isVariable: false, at: 0 },
      { text: '{millésime}', isVariable: true, at: 8 },
      { text: '-', isVariable: false, at: 19 },
      { text: '{mois}', isVariable: true, at: 20 },
      { text: '/', isVariable: false, at: 26 },
    ]);
  });

  it('gives the path back when they are joined', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const tokens = splitVariables(path);
        expect(tokens.map(({ text }) => text).join('')).toBe(path);
      }),
    );
  });
});

describe('a path as it is sent', () => {
  it('has one slash before its names and none after', () => {
    expect(cleanPath(' Achats //{millésime}/ ')).toBe('/Achats/{millésime}');
  });

  it('is empty when it names nothing', () => {
    for (const path of ['', ' ', '/', ' / / ']) expect(cleanPath(path)).toBe('');
  });
});

describe('the archive that is proposed', () => {
  it('has the folders of the path under one of its own', () => {
    expect(proposeArchive('/Achats/{millésime}/', 'Transmis')).toBe('/Transmis/Achats/{millésime}');
  });

  it('is none for a path that is empty, or in it already', () => {
    expect(proposeArchive('/', 'Transmis')).toBeNull();
    for (const path of ['/Transmis', '/Transmis/Achats']) expect(proposeArchive(path, 'Transmis')).toBeNull();
    expect(proposeArchive('/Transmission', 'Transmis')).toBe('/Transmis/Transmission');
  });
});

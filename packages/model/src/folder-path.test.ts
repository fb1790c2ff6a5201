import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPath, nameKey, numberedName, pathKey, safeName, splitPath } from './folder-path.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 150 }),
  // What breaks names: separators, dots and spaces of all kinds, marks, halves of pairs.
  fc
    .array(
      fc.constantFrom(
        '/',
        '\\',
        '.',
        ' ',
        '\u00a0',
        '\u3000',
        '\u0301',
        '\u202e',
        '\u0085',
        '\ud83d',
        'é',
        'e',
        'Σ',
        'İ',
        '😀',
        '.pdf',
        '(',
        'con',
        'LPT1',
      ),
      { maxLength: 300 },
    )
    .map((parts) => parts.join('')),
);

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

describe('a safe name', () => {
  it('is never empty nor longer than 255 bytes, holds no separator, and stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = safeName(text);
        expect(name).not.toBe('');
        expect(bytesOf(name)).toBeLessThanOrEqual(255);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is looked for
        expect(name).not.toMatch(/[\u0000-\u001f\u007f-\u009f/\\<>:"|?*\u202a-\u202e]/);
        expect(name).not.toMatch(/^\s|[\s.]$/);
        expect(['.', '..']).not.toContain(name);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(name.isWellFormed()).toBe(true);
        expect(name.normalize('NFC')).toBe(name);
        expect(safeName(name)).toBe(name);
        expect(splitPath(joinPath([name]))).toEqual([name]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['Facture n°12.pdf', 'Facture n°12.pdf'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['C:\\temp\\a.pdf', 'C__temp_a.pdf'],
    ['fin.', 'fin'],
    ['fin.\u00a0.', 'fin'],
    ['  .pdf', '.pdf'],
    ['...', '_'],
    ['', '_'],
    [' \u3000', '_'],
    ['a\u0085b\u2028c', 'a_b_c'],
    ['facture\u202efdp.exe', 'facture_fdp.exe'],
    ['e\u0301te\u0301.pdf', 'été.pdf'],
    ['CON', '_CON'],
    ['aux.2026.pdf', '_aux.2026.pdf'],
    ['nul .pdf', '_nul .pdf'],
    [`con${' '.repeat(260)}b`, '_con'],
    [`com1.${'a'.repeat(255)}`, `_com1.${'a'.repeat(249)}`],
    ['console.pdf', 'console.pdf'],
    ['com10.pdf', 'com10.pdf'],
  ])('%j becomes %j', (given, wanted) => {
    expect(safeName(given)).toBe(wanted);
  });

  it('keeps its extension when it is cut, and never cuts a character in two', () => {
    expect(safeName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(251)}.pdf`);
    expect(safeName(`${'😀'.repeat(100)}.pdf`)).toBe(`${'😀'.repeat(62)}.pdf`);
    expect(safeName(`${'a'.repeat(254)} b`)).toBe('a'.repeat(254));
  });
});

describe('a numbered name', () => {
  it('fits, differs for each number, and is as safe as the name', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 10_000 }), (text, number) => {
        const name = safeName(text);
        const numbered = numberedName(name, number);
        expect(bytesOf(numbered)).toBeLessThanOrEqual(255);
        expect(safeName(numbered)).toBe(numbered);
        expect(numbered).toContain(` (${number})`);
        expect(nameKey(numbered)).not.toBe(nameKey(numberedName(name, number + 1)));
      }),
    );
  });

  it('puts the number before the extension', () => {
    expect(numberedName('facture.pdf', 2)).toBe('facture (2).pdf');
    expect(numberedName('sans extension', 3)).toBe('sans extension (3)');
    expect(numberedName('.profil', 2)).toBe('.profil (2)');
    expect(numberedName(`${'a'.repeat(251)}.pdf`, 12)).toBe(`${'a'.repeat(246)} (12).pdf`);
  });
});

describe('the key of a name', () => {
  it('is the same for both Unicode forms and both cases, and the key of a key is itself', () => {
    expect(nameKey('E\u0301TE\u0301.PDF')).toBe(nameKey('été.pdf'));
    fc.assert(
      fc.property(anyText, (text) => {
        const key = nameKey(text);
        expect(nameKey(key)).toBe(key);
        expect(nameKey(text.normalize('NFD'))).toBe(key);
        expect(key.normalize('NFC')).toBe(key);
      }),
      { numRuns: 500 },
    );
  });

  it('of a path is that of its names', () => {
    expect(pathKey('/Achats//E\u0301TE\u0301/')).toBe('/achats/été');
    expect(pathKey('')).toBe('/');
    fc.assert(
      fc.property(fc.array(anyText.map(safeName)), (names) => {
        expect(splitPath(joinPath(names))).toEqual(names);
        expect(splitPath(pathKey(joinPath(names)))).toEqual(names.map(nameKey));
      }),
    );
  });
});

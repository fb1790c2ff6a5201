import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIgnore } from './ignore.ts';

describe('ignored names', () => {
  const isIgnored = createIgnore();

  it.each([
    '.facture.pdf',
    '.~lock.facture.odt#',
    '~$facture.docx',
    'facture.pdf.tmp',
    'FACTURE.TMP',
    'facture.pdf.part',
    'facture.pdf.crdownload',
    'facture.pdf.filepart',
    'Thumbs.db',
    'desktop.ini',
    '$RECYCLE.BIN',
    'facture.pdf.raison.txt',
    '.navette-0f8fad5b',
    'facture.pdf~',
  ])('leave %s alone', (name) => expect(isIgnored(name)).toBe(true));

  it.each([
    'facture.pdf',
    'temporaire.pdf',
    'a.part.pdf',
    'x.tmp.xml',
    'raison.txt',
    '~facture.pdf',
    'Facture (2).pdf',
    'tmp',
    'é è.pdf',
  ])('do not include %s', (name) => expect(isIgnored(name)).toBe(false));

  it('never include a document for what stands before its extension', () => {
    const letter = fc.constantFrom(...'abcé (){}[]$^+|?.-_#\\1tmpTMP~'.split(''));
    fc.assert(
      fc.property(fc.array(letter, { minLength: 1 }), (letters) => {
        const name = `F${letters.join('')}.pdf`;
        expect(isIgnored(name)).toBe(false);
      }),
    );
  });

  it('can be changed, but the agent never takes its own files', () => {
    const own = createIgnore(['brouillon*']);
    expect(own('brouillon 1.pdf')).toBe(true);
    expect(own('facture.tmp')).toBe(false);
    expect(own('.navette-1')).toBe(true);
    expect(own('x.raison.txt')).toBe(true);
  });

  it('takes every character of a pattern but * for itself', () => {
    const own = createIgnore(['a.c(1)+']);
    expect(own('A.C(1)+')).toBe(true);
    expect(own('abc(1)+')).toBe(false);
  });
});

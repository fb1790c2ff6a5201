import { expect, test } from 'vitest';
import { isLeftBehind, subPathOf } from './sub-path.ts';

test('keeps the sub-folders of a dropped folder', () => {
  expect(subPathOf('/Factures/2026/11/a.pdf')).toBe('Factures/2026/11');
  expect(subPathOf('./Factures/a.pdf')).toBe('Factures');
});

test('has none for a file dropped alone, and never climbs above the drop', () => {
  for (const path of ['a.pdf', './a.pdf', '/a.pdf', '../a.pdf', '']) expect(subPathOf(path)).toBeUndefined();
});

test('leaves the system’s files and unfinished ones behind', () => {
  for (const name of [
    '.DS_Store',
    'Thumbs.db',
    'desktop.ini',
    '~$devis.docx',
    'a.pdf.part',
    'x.TMP',
    '/Lot/.git/config',
    '__MACOSX/Lot/a.pdf',
  ])
    expect([name, isLeftBehind(name)]).toEqual([name, true]);
  for (const name of ['a.pdf', 'partie.pdf', 'tmp.xlsx', 'département.xml', './Lot/a.pdf'])
    expect([name, isLeftBehind(name)]).toEqual([name, false]);
});

import { expect, test } from 'vitest';
import { readConnectingSearch } from './connecting-search.ts';

const regle = '019a0000-0000-7000-8000-000000000001';

test('stays at the first step while no folder is saved', () => {
  expect(readConnectingSearch({ etape: 'dossiers', import: 'abc' })).toEqual({});
  expect(readConnectingSearch({ memes: 'true' })).toEqual({ memes: true });
});

test('comes back to the step, the way and the import of a link', () => {
  const search = { regle, etape: 'dossiers', mode: 'un-par-un', import: 'abc', lignes: 'erreurs' };
  expect(readConnectingSearch(search)).toEqual(search);
});

test('leaves out what it does not know', () => {
  expect(readConnectingSearch({ regle, etape: 'ailleurs', mode: '?', lignes: 'erreurs' })).toEqual({ regle });
});

test('changes keys by a file without any folder', () => {
  const search = { cles: true, etape: 'compte-rendu', import: 'abc' };
  expect(readConnectingSearch({ ...search, cles: 'true', regle })).toEqual(search);
});

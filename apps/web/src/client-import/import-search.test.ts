import { expect, test } from 'vitest';
import { type ImportSearch, readImportSearch, rowFilters } from './import-search.ts';

test('whoever comes back to the address finds the same rows of the same import', () => {
  for (const lignes of Object.keys(rowFilters)) {
    const search = { import: 'job', lignes, recherche: 'bois' } as ImportSearch;
    expect(readImportSearch({ ...search })).toEqual(search);
  }
});

test('leaves out what it does not know, and everything without an import', () => {
  expect(readImportSearch({ lignes: 'erreurs', recherche: 'a' })).toEqual({});
  expect(readImportSearch({ import: 'job', lignes: 'toString', autre: 'x' })).toEqual({ import: 'job' });
});

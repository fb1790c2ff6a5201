import { expect, test } from 'vitest';
import { isFound, readApplicationsSearch } from './applications-search.ts';

test('keeps what the catalogue is narrowed to in the address', () => {
  const search = { recherche: 'dext', categorie: 'e-mail', toutes: 'true' };
  expect(readApplicationsSearch(search)).toEqual({ ...search, toutes: true });
  expect(readApplicationsSearch({ categorie: 'constructor', toutes: 'non' })).toEqual({});
});

test('finds each word, in any order, with or without accents', () => {
  const texts = ['Dext Achats', 'E-mail de collecte', 'Dépose les pièces'];
  for (const wanted of ['', undefined, 'dext', 'achats DEXT', 'depose pieces', 'collecte dext'])
    expect([wanted, isFound(wanted, texts)]).toEqual([wanted, true]);
  expect(isFound('dext ventes', texts)).toBe(false);
});

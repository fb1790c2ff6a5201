import { expect, test } from 'vitest';
import { readClientSearch } from './client-search.ts';

test('a link shows the same folder, document, tab, order and filters to a colleague', () => {
  const search = {
    repertoire: 'f',
    document: 'd',
    onglet: 'details',
    recherche: 'edf',
    nonTransmis: true,
    tri: '-size',
    corbeille: true,
  } as const;
  expect(readClientSearch(search)).toEqual(search);
});

test('leaves out what it does not know', () => {
  expect(
    readClientSearch({
      repertoire: '',
      document: {},
      onglet: 'notes',
      nonTransmis: 'oui',
      tri: 'couleur',
      corbeille: 'non',
      x: 1,
    }),
  ).toEqual({});
});

import { expect, test } from 'vitest';
import { filterOf, readConnectedSearch } from './connected-search.ts';

test('reads what the list is narrowed by, and leaves out what it does not know', () => {
  const search = { recherche: 'lac', repertoire: 'r', etat: 'arrete' };
  expect(readConnectedSearch(search)).toEqual(search);
  expect(readConnectedSearch({ etat: 'autre', recherche: '', onglet: 'dossiers' })).toEqual({});
});

test('asks the server in its own words', () => {
  expect(filterOf({ recherche: 'lac', repertoire: 'r', etat: 'arrete' })).toEqual({
    search: 'lac',
    rule: 'r',
    state: 'stopped',
  });
  expect(filterOf({})).toEqual({});
});

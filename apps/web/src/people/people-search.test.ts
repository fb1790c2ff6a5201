import { expect, test } from 'vitest';
import { readPeopleSearch } from './people-search.ts';

test('keeps what the address says of the page', () => {
  const search = { onglet: 'invitations', recherche: 'paul', role: 'client', etat: 'active', personne: 'p' };
  expect(readPeopleSearch(search)).toEqual(search);
  expect(readPeopleSearch({ terminees: 'true' })).toEqual({ terminees: true });
});

test('forgets what no page means', () => {
  expect(readPeopleSearch({ onglet: 'x', role: 'patron', etat: '', recherche: '', terminees: '0' })).toEqual(
    {},
  );
});

test('does not repeat the first tab in the address', () => {
  expect(readPeopleSearch({ onglet: 'personnes' })).toEqual({});
});

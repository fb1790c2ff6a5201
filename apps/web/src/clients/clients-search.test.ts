import { expect, test } from 'vitest';
import { parseAddressSearch, writeAddressSearch } from '../frame/address-search.ts';
import {
  type ClientsSearch,
  collaboratorOf,
  countFilters,
  filterOf,
  orderOf,
  readClientsSearch,
  withCollaborator,
} from './clients-search.ts';

const id = '01936f2a-8c00-7000-8000-000000000001';
const other = '01936f2a-8c00-7000-8000-000000000002';

test('a link shows the same list to a colleague', () => {
  const searches: ClientsSearch[] = [
    {},
    { recherche: '51626105400022', nonTransmis: true, tri: '-depot' },
    { application: 'aucune', collaborateur: 'personne', etat: 'archives' },
    { application: id, collaborateur: other, sans: id, tri: `-attribut:${other}` },
    { attribut: id, valeur: 'IS & TVA', etat: 'tous' },
  ];
  for (const search of searches)
    expect(readClientsSearch(parseAddressSearch(writeAddressSearch({ ...search })))).toEqual(search);
});

test('leaves out what it does not know', () => {
  const search = {
    recherche: '',
    nonTransmis: 'oui',
    application: 'inqom',
    collaborateur: 'x',
    sans: "' or 1=1",
    attribut: id,
    etat: 'actifs',
    tri: 'siren',
    autre: 'x',
  };
  expect(readClientsSearch(search)).toEqual({});
});

test('asks the server what the address says', () => {
  const search = readClientsSearch({
    recherche: 'bois',
    nonTransmis: 'true',
    application: 'aucune',
    collaborateur: 'personne',
    sans: id,
    attribut: other,
    valeur: 'IS',
    etat: 'archives',
  });
  expect(filterOf(search, 'admin')).toEqual({
    search: 'bois',
    withUndelivered: 'true',
    connected: 'none',
    collaborator: 'none',
    missing: id,
    attribute: other,
    value: 'IS',
    state: 'archived',
  });
  expect(filterOf({ application: id, etat: 'tous' }, 'admin')).toEqual({ connected: id, state: 'all' });
});

test('shows a collaborator his own clients unless the address says otherwise', () => {
  expect(filterOf({}, 'collaborator')).toEqual({ collaborator: 'me' });
  expect(filterOf({ collaborateur: 'tous' }, 'collaborator')).toEqual({});
  expect(filterOf({}, 'admin')).toEqual({});
  expect(filterOf({ collaborateur: 'moi' }, 'admin')).toEqual({ collaborator: 'me' });
});

test('writes a collaborator only where it is not meant anyway', () => {
  expect(withCollaborator({ recherche: 'a' }, 'moi', 'collaborator')).toEqual({ recherche: 'a' });
  expect(withCollaborator({ collaborateur: id }, 'tous', 'admin')).toEqual({});
  expect(withCollaborator({}, 'tous', 'collaborator')).toEqual({ collaborateur: 'tous' });
  expect(collaboratorOf(withCollaborator({}, 'moi', 'admin'), 'admin')).toBe('moi');
});

test('orders by a column or an attribute, both ways', () => {
  expect(orderOf('nom')).toBe('name');
  expect(orderOf('-depot')).toBe('-lastReceived');
  expect(orderOf(`-attribut:${id}`)).toBe(`-attribute:${id}`);
  for (const tri of [undefined, '', '-', 'attribut:', 'attribut:x', 'constructor', 'siret'])
    expect(orderOf(tri)).toBeUndefined();
});

test('counts the filters in force', () => {
  expect(countFilters({}, 'collaborator')).toBe(0);
  expect(countFilters({ tri: 'code' }, 'admin')).toBe(0);
  expect(countFilters({ attribut: id, valeur: 'IS', nonTransmis: true }, 'admin')).toBe(2);
  expect(countFilters({ collaborateur: 'tous' }, 'collaborator')).toBe(1);
});

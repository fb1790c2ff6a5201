import { expect, test } from 'vitest';
import { asText, isOn, parseAddressSearch, writeAddressSearch } from './address-search.ts';

test('keeps digits as they are written', () => {
  for (const text of ['51626105400022', '0123', '1e5', '12345678901234567890', 'true'])
    expect(parseAddressSearch(writeAddressSearch({ recherche: text }))).toEqual({ recherche: text });
});

test('carries accents, spaces and signs', () => {
  const search = { recherche: 'Bois & Fils, été + 20 %', retour: '/cabinets/f/dossiers?a=b' };
  expect(parseAddressSearch(writeAddressSearch(search))).toEqual(search);
});

test('writes nothing for what is absent', () => {
  expect(writeAddressSearch({ a: undefined, b: '', c: null })).toBe('');
  expect(writeAddressSearch({ nonTransmis: true })).toBe('?nonTransmis=true');
});

test('reads switches and texts', () => {
  expect([isOn('true'), isOn(true), isOn('false'), isOn('oui'), isOn(undefined)]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect([asText('x'), asText(''), asText(3), asText(undefined)]).toEqual([
    'x',
    undefined,
    undefined,
    undefined,
  ]);
});

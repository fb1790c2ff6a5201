import { expect, test } from 'vitest';
import { safeReturnAddress } from './return-address.ts';

test('comes back to the page that was left, its filters included', () => {
  const address = '/cabinets/f/dossiers/c?repertoire=r&document=d';
  expect(safeReturnAddress(address)).toBe(address);
});

test('never leaves this origin', () => {
  for (const wanted of [
    'https://elsewhere.fr',
    '//elsewhere.fr',
    '/\\elsewhere.fr',
    'javascript:alert(1)',
    '',
  ])
    expect(safeReturnAddress(wanted)).toBe('/');
  expect(safeReturnAddress(undefined)).toBe('/');
});

test('does not come back to the sign-in page itself', () => {
  expect(safeReturnAddress('/connexion?retour=%2F')).toBe('/');
});

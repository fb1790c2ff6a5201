import { expect, test } from 'vitest';
import { guessType } from './guess-type.ts';

const all = ['administrative', 'sales', 'purchase', 'expense', 'other'] as const;

test('takes the only type of an application that has one', () => {
  expect(guessType('/Réception', ['sales'])).toBe('sales');
  expect(guessType('', ['purchase'])).toBe('purchase');
});

test.each([
  ['/Achats', 'purchase'],
  ['/Factures d’achat/{millésime}', 'purchase'],
  ['/VENTES/2026/11', 'sales'],
  ['/Notes de frais', 'expense'],
  ['/Social', 'administrative'],
  ['/Achats/Notes de frais', 'expense'],
] as const)('reads %s as %s', (path, type) => {
  expect(guessType(path, all)).toBe(type);
});

test('says nothing of a folder whose name tells nothing, or tells what the application does not take', () => {
  expect(guessType('/Réception', all)).toBeNull();
  expect(guessType('/Ventes', ['purchase', 'expense'])).toBeNull();
});

import { expect, it } from 'vitest';
import { indexNames, tellingWords } from './near-names.ts';

const dossiers = [
  'GARAGE DU PARC SARL',
  'GARAGE DU PARC (ancien)',
  'BOULANGERIE LEFEVRE',
  'SCI LES TILLEULS',
  'Pharmacie du Marché',
  'TRANSPORTS KERVELLA',
  'Œuvres de Montmartre',
];
const names = indexNames(dossiers, (name) => name);

it('leaves aside legal forms, accents, capitals and signs', () => {
  expect(tellingWords('SARL Garage du Parc')).toBe('garage parc');
  expect(tellingWords('E.U.R.L. Œhmichen & fils')).toBe('e u r oehmichen fils');
  expect(tellingWords('SCI')).toBe('sci');
  expect(tellingWords('')).toBe('');
});

it('finds names that are near, the nearest first', () => {
  expect(names.find('Garage du Parc')).toEqual(['GARAGE DU PARC SARL', 'GARAGE DU PARC (ancien)']);
  expect(names.find('Boulangerie Lefèvre et Fils')).toEqual(['BOULANGERIE LEFEVRE']);
  expect(names.find('Les Tilleuls')).toEqual(['SCI LES TILLEULS']);
  expect(names.find('pharmacie marche')).toEqual(['Pharmacie du Marché']);
  expect(names.find('Kervela transport')).toEqual(['TRANSPORTS KERVELLA']);
});

it('finds nothing that has but a common word, or none, in common', () => {
  expect(names.find('Garage Rousseau')).toEqual([]);
  expect(names.find('Hôtel Kerjean')).toEqual([]);
  expect(names.find('SARL')).toEqual([]);
  expect(names.find('')).toEqual([]);
});

it('finds every name by itself, first', () => {
  for (const name of dossiers) expect(names.find(name)[0]).toBe(name);
});

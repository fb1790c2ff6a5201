import { errorCatalogue } from '@navette/model';
import { expect, test } from 'vitest';
import { splitReason } from './split-reason.ts';

test('parts what happened from what to do', () => {
  expect(
    splitReason(
      'Trop gros\u00a0: 24,8 Mo, Inqom limite à 20 Mo. Déposez une version plus légère, ou découpez le fichier.',
    ),
  ).toEqual([
    'Trop gros\u00a0: 24,8 Mo, Inqom limite à 20 Mo.',
    'Déposez une version plus légère, ou découpez le fichier.',
  ]);
});

test('is not fooled by points inside names', () => {
  expect(splitReason('Le serveur a refusé facture.2026.pdf')).toEqual([
    'Le serveur a refusé facture.2026.pdf',
    '',
  ]);
  expect(splitReason('Envoyé à 10.0.0.1. Vérifiez.')).toEqual(['Envoyé à 10.0.0.1.', 'Vérifiez.']);
});

test('loses no word of any sentence of the catalogue', () => {
  for (const { fr, en } of Object.values(errorCatalogue)) {
    for (const sentence of [fr, en]) expect(splitReason(sentence).filter(Boolean).join(' ')).toBe(sentence);
  }
});

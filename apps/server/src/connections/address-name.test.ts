import { describe, expect, it } from 'vitest';
import { addressNameOf } from './address-name.ts';

describe('the name of a client in an address', () => {
  it.each([
    ['SARL Boulangerie Dupont & Fils', 'boulangerie.dupont.fils'],
    ['S.A.R.L. L’Étoile', 'etoile'],
    ['Œuvres d’Été', 'oeuvres.ete'],
    ['SCI 12 rue de la Paix', '12.rue.de.la.paix'],
    ['SARL', 'sarl'],
    ['株式会社', ''],
    ['A'.repeat(60), 'a'.repeat(40)],
    [
      'Une société dont le nom est bien trop long pour une adresse',
      'une.dont.le.nom.est.bien.trop.long.pour',
    ],
  ])('%s → %s', (name, expected) => {
    expect(addressNameOf(name)).toBe(expected);
  });
});

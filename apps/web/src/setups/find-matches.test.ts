import type { Attribute } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { findMatches } from './find-matches.ts';

const attributes = ['ville', 'teneur', 'code', 'siret'].map(
  (id) => ({ id, label: id.toUpperCase() }) as Attribute,
);
const client = {
  name: 'Garage du Parc',
  code: 'GAR 01',
  siret: '73282932000074',
  attributes: [
    ['code', 'GAR 01'],
    ['siret', '73282932000074'],
    ['ville', 'Saint-Étienne'],
    ['teneur', 'Étienne Parc'],
  ].map(([attributeId = '', value = '']) => ({
    ...{ attributeId, value, state: 'valid' as const, overrideReason: null },
  })),
};
const find = (search: string, filteredBy?: string) =>
  findMatches(client, attributes, search, filteredBy).map(({ label, value }) => `${label} ${value}`);

describe('where a search was found', () => {
  it('is told by attribute, whatever the accents', () => {
    expect(find('saint-etienne')).toEqual(['VILLE Saint-Étienne']);
    expect(find('etienne')).toEqual(['VILLE Saint-Étienne', 'TENEUR Étienne Parc']);
  });

  it('is not told for words of the name, nor for the code and the SIRET, which stand beside it', () => {
    expect(find('garage parc')).toEqual([]);
    expect(find('gar01')).toEqual([]);
    expect(find('732829320')).toEqual([]);
  });

  it('is always the attribute that the list is filtered by', () => {
    expect(find('', 'ville')).toEqual(['VILLE Saint-Étienne']);
    expect(find('garage', 'ville')).toEqual(['VILLE Saint-Étienne']);
  });
});

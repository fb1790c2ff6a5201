import type { CredentialField } from '@navette/connector';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { completeCredentials, normaliseValue } from './credentials.ts';

function field(
  normalise: CredentialField['normalise'],
  more: Partial<CredentialField> = {},
): CredentialField {
  const label = { fr: 'Champ', en: 'Field' };
  return { name: 'value', label, secret: false, required: false, normalise, ...more };
}

describe('a pasted address', () => {
  it.each([
    ['  https:// api.exemple.fr/ ', 'https://api.exemple.fr'],
    ['HTTPS://api.exemple.fr//', 'https://api.exemple.fr'],
    ['api.exemple.fr', 'https://api.exemple.fr'],
    ['localhost:4781/', 'https://localhost:4781'],
    ['http://10.0.0.1:8080/api/v2/', 'http://10.0.0.1:8080/api/v2'],
    ['\u00a0https://api.exemple.fr\u200b\ufeff', 'https://api.exemple.fr'],
    ['https://api.\u200bexemple.fr', 'https://api.exemple.fr'],
    ['https://Api.Exemple.fr/Chemin', 'https://Api.Exemple.fr/Chemin'],
    ['', ''],
    [' \u00a0', ''],
  ])('%j is %j', (pasted, wanted) => {
    expect(normaliseValue(field('address'), pasted)).toBe(wanted);
    expect(normaliseValue(field('address'), wanted)).toBe(wanted);
  });
});

describe('a pasted secret', () => {
  it('loses what surrounds it, and nothing inside', () => {
    expect(normaliseValue(field('trim'), '\u00a0\t s3cr\u00a0et  mot \u200b\n')).toBe('s3cr\u00a0et  mot');
    expect(normaliseValue(field('none'), ' tel quel ')).toBe(' tel quel ');
  });
});

describe('the values of a form', () => {
  const { connector } = createScriptedPartner({
    fields: [
      field('trim', { name: 'secret', required: true, secret: true, label: { fr: 'Clé', en: 'Key' } }),
      field('address', { name: 'address', defaultValue: 'https://api.exemple.fr' }),
      field('address', { name: 'proxy' }),
    ],
  });

  it('are cleaned; a field left empty takes its default, or stays out', () => {
    expect(completeCredentials(connector, { secret: ' a ', address: ' ', proxy: '' })).toEqual({
      secret: 'a',
      address: 'https://api.exemple.fr',
    });
  });

  it('that are left out when renewing keep their old ones', () => {
    const kept = { secret: 'ancien', address: 'https://autre.exemple.fr' };
    expect(completeCredentials(connector, {}, kept)).toEqual(kept);
    expect(completeCredentials(connector, { secret: 'nouveau' }, kept)).toEqual({
      ...kept,
      secret: 'nouveau',
    });
  });

  it('that are missing or unknown are refused by the field’s name, never a value', () => {
    expect(() => completeCredentials(connector, { address: 'https://a.fr' })).toThrow(/Clé/);
    expect(() => completeCredentials(connector, { secret: ' ' })).toThrow(/Clé/);
    expect(() => completeCredentials(connector, { secret: 'a', autre: 'tres-secret' })).toThrow(/autre/);
    expect(() => completeCredentials(connector, { secret: 'a', autre: 'tres-secret' })).not.toThrow(
      /tres-secret/,
    );
  });
});

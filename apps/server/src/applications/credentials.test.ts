import type { CredentialField } from '@navette/connector';
import { errorSentence, NavetteError } from '@navette/model';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { completeCredentials, readableValues } from './credentials.ts';
import { normaliseValue } from './normalise-value.ts';

function field(
  normalise: CredentialField['normalise'],
  more: Partial<CredentialField> = {},
): CredentialField {
  const label = { fr: 'Champ', en: 'Field' };
  return { name: 'value', label, secret: false, required: false, normalise, ...more };
}

function catchError(work: () => unknown): NavetteError {
  try {
    work();
  } catch (error) {
    if (error instanceof NavetteError) return error;
  }
  throw new Error('It was accepted');
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
    ['https:// \u00a0api.exemple.fr', 'https://api.exemple.fr'],
    ['https://\u202fapi.exemple.fr\u202f/\u00a0', 'https://api.exemple.fr'],
    ['\u2060https://api.exem\u00adple.fr\u200d', 'https://api.exemple.fr'],
    ['\u202ahttps://api.exemple.fr\u202c', 'https://api.exemple.fr'],
    ['«\u00a0https://api.exemple.fr/\u00a0»', 'https://api.exemple.fr'],
    ['"https://api.exemple.fr"', 'https://api.exemple.fr'],
    ['“api.exemple.fr”', 'https://api.exemple.fr'],
    ['<https://api.exemple.fr>', 'https://api.exemple.fr'],
    ['« »', ''],
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
    expect(normaliseValue(field('trim'), '\u200d\ufeff\u202aclé\u200bcoupée\u202c')).toBe('clé\u200bcoupée');
    expect(normaliseValue(field('trim'), ' "entre guillemets" ')).toBe('"entre guillemets"');
    expect(normaliseValue(field('none'), ' tel quel ')).toBe(' tel quel ');
  });
});

describe('a pasted host', () => {
  it.each([
    [' sftp://Depot.Exemple.fr:2222/factures ', 'depot.exemple.fr'],
    ['depot.exemple.fr', 'depot.exemple.fr'],
    ['moi@depot.exemple.fr:22', 'depot.exemple.fr'],
    ['10.0.0.1:22', '10.0.0.1'],
    ['[2001:db8::1]:22', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['depot. exemple.fr\u200b', 'depot.exemple.fr'],
    ['«\u202fdepot.exemple.fr\u202f»', 'depot.exemple.fr'],
    ["'depot.exemple.fr:22'", 'depot.exemple.fr'],
    ['', ''],
  ])('%j is %j', (pasted, wanted) => {
    expect(normaliseValue(field('host'), pasted)).toBe(wanted);
    expect(normaliseValue(field('host'), wanted)).toBe(wanted);
  });
});

describe('a template of names', () => {
  it('is kept in one spelling; one that does not fit says what is wrong, in both languages', () => {
    expect(normaliseValue(field('template'), ' {client}/{Millesime}/{name} ')).toBe(
      '{client}/{millésime}/{name}',
    );
    const refused = catchError(() => normaliseValue(field('template'), '{inconnue}'));
    expect(refused).toMatchObject({ code: 'name_template_invalid', params: { field: 'credentials.value' } });
    expect(errorSentence('name_template_invalid', 'fr', refused.params)).toContain(
      'une variable est inconnue',
    );
    expect(errorSentence('name_template_invalid', 'en', refused.params)).toContain('a variable is unknown');
  });
});

describe('a value of several lines, or of a list', () => {
  it('keeps its lines, as files have them', () => {
    const key = '-----BEGIN KEY-----\r\nabc\rdef\n-----END KEY-----';
    expect(normaliseValue(field('trim', { multiline: true }), `\n${key}\r\n `)).toBe(
      '-----BEGIN KEY-----\nabc\ndef\n-----END KEY-----',
    );
  });

  it('is one of its choices, or nothing', () => {
    const label = { fr: 'Région', en: 'Region' };
    const chosen = field('trim', {
      label,
      choices: [
        { value: 'eu', label },
        { value: 'us', label },
      ],
    });
    expect(normaliseValue(chosen, ' eu ')).toBe('eu');
    expect(normaliseValue(chosen, '')).toBe('');
    expect(catchError(() => normaliseValue(chosen, 'mars')).message).toMatch(/Region(?!.*mars)/);
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

  it('that are left out when renewing keep their old ones, and so do secrets that are left empty', () => {
    const kept = { secret: 'ancien', address: 'https://autre.exemple.fr', proxy: 'https://p.fr' };
    expect(completeCredentials(connector, {}, { kept })).toEqual(kept);
    expect(completeCredentials(connector, { secret: '' }, { kept })).toEqual(kept);
    expect(completeCredentials(connector, { secret: 'nouveau' }, { kept })).toEqual({
      ...kept,
      secret: 'nouveau',
    });
  });

  it('are taken away by an empty text where they show, by null where they do not', () => {
    const { connector: open } = createScriptedPartner({
      fields: [field('trim', { name: 'folder' }), field('trim', { name: 'passphrase', secret: true })],
    });
    const kept = { folder: 'factures', passphrase: 'ancienne' };
    expect(completeCredentials(open, { folder: '' }, { kept })).toEqual({ passphrase: 'ancienne' });
    expect(completeCredentials(open, { passphrase: null }, { kept })).toEqual({ folder: 'factures' });
    expect(completeCredentials(open, { passphrase: '' }, { kept })).toEqual(kept);
  });

  it('that were learned are forgotten when emptied on purpose, and stay when left out', () => {
    const { connector: server } = createScriptedPartner({
      fields: [field('host', { name: 'host' }), field('trim', { name: 'hostKey', learned: true })],
    });
    const kept = { host: 'depot.fr', hostKey: 'SHA256:abc' };
    expect(completeCredentials(server, {}, { kept })).toEqual(kept);
    expect(completeCredentials(server, { hostKey: '' }, { kept })).toEqual({ host: 'depot.fr' });
    expect(completeCredentials(server, { host: 'autre.fr' }, { kept })).toEqual({ host: 'autre.fr' });
    const sentBack = { host: 'autre.fr', hostKey: 'SHA256:abc' };
    expect(completeCredentials(server, sentBack, { kept })).toEqual({ host: 'autre.fr' });
    const typed = { host: 'autre.fr', hostKey: 'SHA256:def' };
    expect(completeCredentials(server, typed, { kept })).toEqual(typed);
  });

  it('do not follow to another address when they are secret', () => {
    const kept = { secret: 'ancien', address: 'https://a.fr' };
    expect(() => completeCredentials(connector, { address: 'https://voleur.fr' }, { kept })).toThrow(/Key/);
    expect(completeCredentials(connector, { address: 'a.fr/' }, { kept })).toEqual(kept);
    expect(completeCredentials(connector, { address: 'https://b.fr', secret: 'b' }, { kept })).toEqual({
      secret: 'b',
      address: 'https://b.fr',
    });
  });

  it('do not follow to an address that was not there before either', () => {
    const kept = { secret: 'ancien', address: 'https://api.exemple.fr' };
    expect(() => completeCredentials(connector, { proxy: 'https://voleur.fr' }, { kept })).toThrow(/Key/);
    expect(completeCredentials(connector, {}, { kept: { secret: 'ancien' } })).toEqual(kept);
  });

  it('are neither asked of a firm nor taken from it where the operator has set them', () => {
    const ofOperator = ['secret'];
    expect(completeCredentials(connector, {}, { ofOperator })).toEqual({
      address: 'https://api.exemple.fr',
    });
    expect(completeCredentials(connector, {}, { ofOperator, kept: { secret: 'ancien' } })).not.toHaveProperty(
      'secret',
    );
    expect(() => completeCredentials(connector, { secret: 'tres-secret' }, { ofOperator })).toThrow(/secret/);
  });

  it('are shown when they are no secret, and of a field that there is', () => {
    const values = { secret: 'a', address: 'https://a.fr', autrefois: 'x' };
    expect(readableValues(connector, values)).toEqual({ address: 'https://a.fr' });
  });

  it('that are missing or unknown are refused by the field’s name, never a value', () => {
    expect(() => completeCredentials(connector, { address: 'https://a.fr' })).toThrow(/Key/);
    expect(() => completeCredentials(connector, { secret: ' ' })).toThrow(/Key/);
    expect(() => completeCredentials(connector, { secret: 'a', autre: 'tres-secret' })).toThrow(/autre/);
    expect(() => completeCredentials(connector, { secret: 'a', autre: 'tres-secret' })).not.toThrow(
      /tres-secret/,
    );
  });
});

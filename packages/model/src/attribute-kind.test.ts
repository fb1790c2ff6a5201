import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attributeKinds,
  canOverride,
  normaliseValue,
  type ValueProblem,
  valueKey,
  valueProblem,
} from './attribute-kind.ts';

const kind = fc.constantFrom(...attributeKinds);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Émile <emile@exemple.fr>', 'MAILTO:A@B.FR', ' 732 829 320 00074 ', '\u202d a\u00a0b\n'),
);

describe('a value', () => {
  it('is tidied once and for all, and equal values have one key', () => {
    fc.assert(
      fc.property(kind, text, (of, given) => {
        const value = normaliseValue(of, given);
        expect(normaliseValue(of, value)).toBe(value);
        expect(value).toBe(value.trim());
        expect(valueKey(of, value)).toBe(valueKey(of, valueKey(of, value)));
      }),
    );
  });

  it('is compared as its kind has it', () => {
    const same = (of: (typeof attributeKinds)[number], one: string, other: string) =>
      valueKey(of, normaliseValue(of, one)) === valueKey(of, normaliseValue(of, other));
    expect(same('code', 'AUB 001', 'aub001')).toBe(true);
    expect(same('text', 'AUB 001', 'aub001')).toBe(false);
    expect(same('text', 'Côté  Sud', 'CO\u0302TÉ sud')).toBe(true);
    expect(same('text', 'cote', 'côté')).toBe(false);
    expect(same('siret', '732 829 320 00074', '732.829.320-00074')).toBe(true);
    expect(same('email', 'Factures <FACTURES@Exemple.FR>', 'mailto:factures@exemple.fr')).toBe(true);
  });

  it('is refused for what it is', () => {
    for (const [of, value, problem] of [
      ['siret', '73282932000074', null],
      ['siret', '73282932000075', 'bad_checksum'],
      ['siret', '7,32829E+13', 'scientific_notation'],
      ['siren', '732829320', null],
      ['siren', '732829321', 'bad_checksum'],
      ['siren', '7328', 'not_9_digits'],
      ['siren', '000000000', 'all_zeros'],
      ['siren', '7,32829E+8', 'scientific_notation'],
      ['email', 'factures@exemple.fr', null],
      ['email', 'factures+abc.d-e@sous.domaine-é.fr', null],
      ['email', 'a@b', 'not_an_email'],
      ['email', 'a@b.fr, c@d.fr', 'not_an_email'],
      ['email', 'a b@c.fr', 'not_an_email'],
      ['email', `${'a'.repeat(250)}@b.fr`, 'too_long'],
      ['code', 'x'.repeat(50), null],
      ['code', 'x'.repeat(51), 'too_long'],
      ['text', 'x'.repeat(501), 'too_long'],
    ] as const)
      expect(valueProblem(of, normaliseValue(of, value)), value).toBe(problem);
  });

  it('may be vouched for only when its check digit alone is wrong', () => {
    const problems: ValueProblem[] = [
      'not_14_digits',
      'not_9_digits',
      'all_zeros',
      'scientific_notation',
      'too_long',
    ];
    expect(problems.filter(canOverride)).toEqual([]);
    expect(canOverride('bad_checksum')).toBe(true);
  });
});

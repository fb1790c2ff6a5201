import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isValidSiren, normaliseSiret, restoreZeros, siretProblem, splitSiret } from './siret.ts';

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

/** The Luhn sum, written another way: a table of doubled digits, from the right. */
function luhn(number: string): number {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  return [...number]
    .reverse()
    .map(Number)
    .reduce((sum, digit, index) => sum + (index % 2 === 0 ? digit : (doubled[digit] ?? 0)), 0);
}

/** The digit that makes a number pass. */
function withCheckDigit(body: string): string {
  return `${body}${(10 - (luhn(`${body}0`) % 10)) % 10}`;
}

describe('a SIRET', () => {
  it.each(['73282932000074', '35600000000048', '55210055400013'])('%s is valid', (siret) => {
    expect(siretProblem(siret)).toBeNull();
  });

  it.each([
    ['', 'not_14_digits'],
    ['7328293200007', 'not_14_digits'],
    ['732829320000741', 'not_14_digits'],
    ['7328293200007A', 'not_14_digits'],
    ['٧٣٢٨٢٩٣٢٠٠٠٠٧٤', 'not_14_digits'],
    ['00000000000000', 'all_zeros'],
    ['73282932000075', 'bad_checksum'],
    ['7,32829E+13', 'scientific_notation'],
    ['7.32829e13', 'scientific_notation'],
    ['7E+13', 'scientific_notation'],
  ] as const)('%s is not: %s', (siret, problem) => {
    expect(siretProblem(siret)).toBe(problem);
  });

  it('passes with exactly one last digit, whatever its SIREN and the four digits after', () => {
    fc.assert(
      fc.property(
        digits(8).filter((body) => body !== '35600000' && /[1-9]/.test(body)),
        digits(4),
        (siren, nic) => {
          const body = withCheckDigit(siren) + nic;
          const passing = [...'0123456789'].filter((last) => siretProblem(body + last) === null);
          expect(passing.map((last) => body + last)).toEqual([withCheckDigit(body)]);
        },
      ),
    );
  });

  it('of a SIREN that is none fails, even when its own last digit is right', () => {
    fc.assert(
      fc.property(digits(9), digits(4), (siren, nic) => {
        fc.pre(!isValidSiren(siren) && /[1-9]/.test(siren + nic));
        expect(siretProblem(withCheckDigit(siren + nic))).toBe('bad_checksum');
      }),
    );
  });

  it('of La Poste passes when its digits sum to a multiple of 5, and no other does', () => {
    fc.assert(
      fc.property(digits(5), (nic) => {
        const siret = `356000000${nic}`;
        const sum = [...siret].reduce((total, digit) => total + Number(digit), 0);
        expect(siretProblem(siret) === null).toBe(sum % 5 === 0 || luhn(siret) % 10 === 0);
        const elsewhere = `732829320${nic}`;
        expect(siretProblem(elsewhere) === null).toBe(luhn(elsewhere) % 10 === 0);
      }),
    );
    expect(siretProblem('35600000049837')).toBeNull();
    expect(luhn('35600000049837') % 10).not.toBe(0);
  });

  it('is read through what people paste with it, and the reading is stable', () => {
    for (const pasted of [
      ' 732 829 320 00074 ',
      '732\u00a0829\u00a0320\u202f00074',
      '732.829.320.00074',
      '732-829-320-00074',
      '732\u2011829\u2011320\u201300074',
      '\u202d73282932000074\u202c',
      '\ufeff732829320\u200b00074\t\n',
    ]) {
      expect(normaliseSiret(pasted)).toBe('73282932000074');
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normaliseSiret(text);
        expect(normaliseSiret(once)).toBe(once);
        expect(once.replace(/\D/g, '')).toBe(text.replace(/\D/g, ''));
      }),
    );
  });
});

describe('a SIREN', () => {
  it('passes with exactly one last digit', () => {
    fc.assert(
      fc.property(
        digits(8).filter((body) => /[1-9]/.test(body)),
        (body) => {
          const passing = [...'0123456789'].filter((last) => isValidSiren(body + last));
          expect(passing).toHaveLength(1);
        },
      ),
    );
  });

  it('is nine digits, not all zeros', () => {
    expect(isValidSiren('732829320')).toBe(true);
    for (const wrong of ['', '000000000', '73282932', '7328293201', '732 829 320'])
      expect(isValidSiren(wrong)).toBe(false);
  });
});

describe('a number whose leading zeros a spreadsheet took', () => {
  it('is found again when that makes it valid, and only then', () => {
    expect(restoreZeros('5720784700005', 14)).toBe('05720784700005');
    expect(restoreZeros('57207847', 9)).toBe('057207847');
    for (const other of ['73282932000074', '5720784700006', '0', '', '5,72E+12', '5 720'])
      expect(restoreZeros(other, 14), other).toBeNull();
  });
});

it.each([
  ['732 829 320 00074', { siren: '732829320', nic: '00074' }],
  ['732829320', { siren: '732829320', nic: null }],
  ['', { siren: null, nic: null }],
  ['FR12732829320', { siren: null, nic: null }],
])('splits what a partner gives as a SIRET: « %s »', (text, parts) => {
  expect(splitSiret(text)).toEqual(parts);
});

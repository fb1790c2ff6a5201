/** SIREN: 9 digits, Luhn. SIRET: a valid SIREN + 5-digit NIC, Luhn over the 14. Source: `docs/decisions/siret.md`. */
export type SiretProblem = 'not_14_digits' | 'all_zeros' | 'bad_checksum' | 'scientific_notation';
export type SirenProblem = 'not_9_digits' | 'all_zeros' | 'bad_checksum' | 'scientific_notation';

const laPosteSiren = '356000000';

/**
 * Removes what people paste with a number: white space (no-break included), invisible marks of direction or width, dots and
 * dashes. Changes nothing else.
 */
export function normaliseSiret(text: string): string {
  return text.replace(/[\s.\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u2010-\u2015-]/g, '');
}

/** @returns what is wrong with a SIRET that is already normalised, or `null` when it is valid. */
export function siretProblem(siret: string): SiretProblem | null {
  if (isScientific(siret)) return 'scientific_notation';
  if (!/^\d{14}$/.test(siret)) return 'not_14_digits';
  if (/^0+$/.test(siret)) return 'all_zeros';
  if (luhnSum(siret) % 10 === 0 && isValidSiren(siret.slice(0, 9))) return null;
  // La Poste numbers its offices so that the plain sum of the digits is a multiple of 5.
  if (siret.startsWith(laPosteSiren) && digitSum(siret) % 5 === 0) return null;
  return 'bad_checksum';
}

/** @returns what is wrong with a SIREN that is already normalised, or `null` when it is valid. */
export function sirenProblem(siren: string): SirenProblem | null {
  if (isScientific(siren)) return 'scientific_notation';
  if (!/^\d{9}$/.test(siren)) return 'not_9_digits';
  if (/^0+$/.test(siren)) return 'all_zeros';
  return luhnSum(siren) % 10 === 0 ? null : 'bad_checksum';
}

/** @returns whether `siren` (9 digits, no space) is valid. */
export function isValidSiren(siren: string): boolean {
  return sirenProblem(siren) === null;
}

/**
 * The number with the zeros that a spreadsheet took from its start, when that makes it valid; `null` otherwise.
 * @param digits normalised @param length 14 for a SIRET, 9 for a SIREN
 */
export function restoreZeros(digits: string, length: 9 | 14): string | null {
  if (!/^\d+$/.test(digits) || digits.length >= length) return null;
  const padded = digits.padStart(length, '0');
  return (length === 14 ? siretProblem(padded) : sirenProblem(padded)) === null ? padded : null;
}

/** What a spreadsheet makes of a long number: its last digits are lost. */
function isScientific(text: string): boolean {
  return /^\d[.,]?\d*e\+?\d+$/i.test(text);
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}

function digitSum(digits: string): number {
  return [...digits].reduce((sum, digit) => sum + Number(digit), 0);
}

/**
 * What a partner calls a SIRET: one, a SIREN alone, or anything else. @returns `null` for what is not there; checks no key, since it
 * is the partner's to say
 */
export function splitSiret(text: string): { readonly siren: string | null; readonly nic: string | null } {
  const digits = normaliseSiret(text);
  return {
    siren: /^\d{9}(\d{5})?$/.test(digits) ? digits.slice(0, 9) : null,
    nic: /^\d{14}$/.test(digits) ? digits.slice(9) : null,
  };
}

/**
 * Who a party is, in French numbers. They stand in many places, and often in the wrong one: a SIRET where the norm wants a SIREN, a
 * SIREN only inside the VAT number. Read in the order SIRET, SIREN, SIREN inside a French VAT number, electronic address.
 */
import { isValidSiren, normaliseSiret } from '@navette/model';

/** An identifier as an invoice gives it, with its scheme (ISO 6523: `0002` SIREN, `0009` SIRET, `0225` French address). */
export interface GivenId {
  readonly scheme: string;
  readonly value: string;
}

export interface GivenNumbers {
  /** Registrations and identifiers, in the order in which they are trusted. */
  readonly ids: readonly GivenId[];
  readonly vatNumber: string | null;
  readonly electronicAddress: GivenId | null;
}

const french = ['0002', '0009', '0225'];

/** @returns the 9 and the 14 digits, where something in the invoice tells them. Checks of the numbers are for those who use them. */
export function identifyParty(given: GivenNumbers): { siren: string | null; siret: string | null } {
  const { ids, vatNumber, electronicAddress } = given;
  const addresses = electronicAddress === null ? [] : [electronicAddress];
  const siret = findDigits(ids, 14) ?? findDigits(addresses, 14);
  const siren =
    siret?.slice(0, 9) ?? findDigits(ids, 9) ?? sirenOfVatNumber(vatNumber) ?? findDigits(addresses, 9);
  return { siren, siret };
}

/** The first number with this many digits: of a French scheme as it is, of no scheme only when its SIREN is valid. */
function findDigits(ids: readonly GivenId[], length: 9 | 14): string | null {
  for (const { scheme, value } of ids) {
    const digits = digitsOf(scheme, value);
    if (digits.length !== length) continue;
    if (french.includes(scheme) || (scheme === '' && isValidSiren(digits.slice(0, 9)))) return digits;
  }
  return null;
}

/** An address of scheme 0225 is `SIREN`, `SIREN_SIRET` or `SIREN_suffix`. */
function digitsOf(scheme: string, value: string): string {
  const parts = scheme === '0225' ? value.split('_') : [value];
  const numbers = parts.map(normaliseSiret).filter((part) => /^(\d{9}|\d{14})$/.test(part));
  return numbers.find(({ length }) => length === 14) ?? numbers[0] ?? '';
}

function sirenOfVatNumber(vatNumber: string | null): string | null {
  return /^FR[0-9A-Z]{2}(\d{9})$/.exec(normaliseSiret(vatNumber ?? '').toUpperCase())?.[1] ?? null;
}

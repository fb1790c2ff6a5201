/** How an invoice's own texts are written for people. What does not read as a number, a date or a code is shown as it is. */
import type { Language } from '../../../language/format.ts';

const locales = { fr: 'fr-FR', en: 'en-GB' } as const;
const plainNumber = /^[+-]?\d{1,30}(\.\d{1,20})?$/;

/** `1234.5` → `1 234,50 €`, digit by digit: an amount never goes through a binary fraction. `null` stays `null`. */
export function formatAmount(
  amount: string | null,
  currency: string | null,
  language: Language,
): string | null {
  if (amount === null) return null;
  const number = formatDecimal(amount, language, 2);
  if (currency === null) return number;
  const symbol = { EUR: '€' }[currency] ?? currency;
  return `${number}\u00a0${symbol}`;
}

/** `5.000` → `5`, `0.6667` → `0,6667`, with at least so many decimals. */
export function formatDecimal(number: string, language: Language, minDecimals = 0): string {
  if (!plainNumber.test(number)) return number;
  const formatter = new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: minDecimals,
    maximumFractionDigits: 20,
  });
  return formatter.format(number as `${number}`);
}

/** `2026-11-21` → `21/11/2026`. */
export function formatDay(date: string): string {
  return date.split('-').toReversed().join('/');
}

/** `FR` → `France`. */
export function formatCountry(code: string, language: Language): string {
  try {
    return new Intl.DisplayNames(locales[language], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** `FR2012421242124212421242124` → in groups of four. */
export function formatIban(iban: string): string {
  const plain = iban.replace(/\s/g, '');
  return /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(plain) ? plain.replace(/(.{4})(?=.)/g, '$1\u00a0') : iban;
}

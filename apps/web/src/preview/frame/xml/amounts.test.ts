import { expect, it } from 'vitest';
import { formatAmount, formatCountry, formatDay, formatDecimal, formatIban } from './amounts.ts';

const plain = (text: string | null) => text?.replace(/\s/gu, ' ');

it('writes amounts as each language does, with two decimals or all there are', () => {
  expect(plain(formatAmount('1234.5', 'EUR', 'fr'))).toBe('1 234,50 €');
  expect(plain(formatAmount('1234.5', 'EUR', 'en'))).toBe('1,234.50 €');
  expect(plain(formatAmount('3.3333', 'USD', 'fr'))).toBe('3,3333 USD');
  expect(plain(formatAmount('-12', null, 'fr'))).toBe('-12,00');
  expect(formatAmount(null, 'EUR', 'fr')).toBeNull();
});

it('never takes an amount through a binary fraction', () => {
  expect(plain(formatAmount('12345678901234567890.12', 'EUR', 'en'))).toBe('12,345,678,901,234,567,890.12 €');
  expect(plain(formatAmount('0.1000000000000000055', null, 'en'))).toBe('0.1000000000000000055');
});

it('shows what is no number as it is', () => {
  for (const text of ['12,50', 'gratuit', '1e3', '', '0x10']) expect(formatDecimal(text, 'fr')).toBe(text);
  expect(formatDecimal('5.000', 'fr')).toBe('5');
  expect(formatDecimal('5.50', 'fr')).toBe('5,5');
});

it('writes days, countries and accounts for people', () => {
  expect(formatDay('2026-11-21')).toBe('21/11/2026');
  expect([formatCountry('DE', 'fr'), formatCountry('DE', 'en')]).toEqual(['Allemagne', 'Germany']);
  expect(formatCountry('not a code', 'fr')).toBe('not a code');
  expect(plain(formatIban('FR7612345678901234567890123'))).toBe('FR76 1234 5678 9012 3456 7890 123');
  expect(formatIban('compte 12')).toBe('compte 12');
});

import { expect, test } from 'vitest';
import {
  formatDateTime,
  formatDuration,
  formatNumber,
  formatShortTime,
  formatSiret,
  initials,
} from './format.ts';

const paris = 'Europe/Paris';

test('writes a time in the time zone of the firm, whatever the computer’s', () => {
  expect(formatDateTime('2026-11-21T13:32:08Z', paris)).toBe('21/11/2026\u00a014:32');
  expect(formatDateTime('2026-12-31T23:30:00Z', paris)).toBe('01/01/2027\u00a000:30');
  expect(formatDateTime('2026-11-21T13:32:08Z', 'Indian/Reunion')).toBe('21/11/2026\u00a017:32');
});

test('writes midnight as 00, not 24', () => {
  expect(formatDateTime('2026-11-20T23:05:00Z', paris)).toBe('21/11/2026\u00a000:05');
});

test('shortens a time as far as it stays clear', () => {
  const now = '2026-11-21T15:00:00Z';
  expect(formatShortTime('2026-11-21T13:32:08Z', now, paris)).toBe('14:32:08');
  expect(formatShortTime('2026-11-12T08:03:00Z', now, paris)).toBe('12/11\u00a009:03');
  expect(formatShortTime('2025-11-12T08:03:00Z', now, paris)).toBe('12/11/2025\u00a009:03');
});

test('calls it today by the firm’s midnight', () => {
  expect(formatShortTime('2026-11-20T23:30:00Z', '2026-11-21T08:00:00Z', paris)).toBe('00:30:00');
});

test('writes durations and numbers as each language does', () => {
  expect(formatDuration(350.4, 'fr')).toBe('350\u00a0ms');
  expect(formatDuration(1840, 'fr')).toBe('1,8\u00a0s');
  expect(formatDuration(1840, 'en')).toBe('1.8\u00a0s');
  expect(formatDuration(125_000, 'fr')).toBe('2\u00a0min\u00a005\u00a0s');
  expect(formatNumber(1234.56, 'en')).toBe('1,234.56');
  expect(formatNumber(1234.56, 'fr')).toMatch(/^1\s234,56$/u);
});

test('groups the digits of a SIRET and leaves anything else alone', () => {
  expect(formatSiret('51626105400022')).toBe('516\u00a0261\u00a0054\u00a000022');
  expect(formatSiret('123')).toBe('123');
});

test('takes initials from the first and the last word', () => {
  expect(initials('Claire Morvan')).toBe('CM');
  expect(initials('Thomas Le Gall')).toBe('TG');
  expect(initials('Zoé')).toBe('Z');
  expect(initials('  ')).toBe('?');
});

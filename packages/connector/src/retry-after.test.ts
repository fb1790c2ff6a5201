import { expect, test } from 'vitest';
import { readRetryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-11-21T10:00:00Z');

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['1.5', 1_500],
  ['Sat, 21 Nov 2026 10:00:30 GMT', 30_000],
  ['Sat, 21 Nov 2026 09:00:00 GMT', 0],
  ['', null],
  [null, null],
  ['-5', null],
  ['soon', null],
])('Retry-After %j means %j ms', (header, expected) => {
  expect(readRetryAfterMs(header, now)).toBe(expected);
});

import { expect, test } from 'vitest';
import { estimateRemainingMs } from './remaining-time.ts';

test('tells the rest by the pace so far', () => {
  const first = { atMs: 1_000, ended: 4 };
  expect(estimateRemainingMs(first, { atMs: 11_000, ended: 24 }, 64)).toBe(20_000);
  expect(estimateRemainingMs(first, { atMs: 11_000, ended: 64 }, 64)).toBe(0);
});

test('tells nothing while no pace shows', () => {
  const first = { atMs: 1_000, ended: 4 };
  expect(estimateRemainingMs(first, { atMs: 1_200, ended: 24 }, 64)).toBeNull();
  expect(estimateRemainingMs(first, { atMs: 60_000, ended: 4 }, 64)).toBeNull();
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gatherDays, longDay, shortDay } from './chart-days.ts';

const days = [
  { day: '2026-11-18', taken: 1, left: 0 },
  { day: '2026-11-19', taken: 2, left: 1 },
  { day: '2026-11-20', taken: 0, left: 0 },
  { day: '2026-11-21', taken: 4, left: 2 },
];

it('has a bar for each day, days without anything included', () => {
  expect(gatherDays(days, 1).map(({ from, taken }) => [from, taken])).toEqual([
    ['2026-11-18', 1],
    ['2026-11-19', 2],
    ['2026-11-20', 0],
    ['2026-11-21', 4],
  ]);
});

it('has a last bar that is whole, and a first that may be short', () => {
  expect(gatherDays(days, 3)).toEqual([
    { from: '2026-11-18', to: '2026-11-18', taken: 1, left: 0 },
    { from: '2026-11-19', to: '2026-11-21', taken: 6, left: 3 },
  ]);
});

it('counts every day once, however it gathers them', () => {
  const day = fc.record({ day: fc.constant('2026-11-21'), taken: fc.nat(1000), left: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(day, { maxLength: 120 }), fc.integer({ min: 1, max: 31 }), (given, size) => {
      const bars = gatherDays(given, size);
      const sum = (all: readonly { taken: number; left: number }[]) =>
        all.reduce((total, { taken, left }) => total + taken + 7 * left, 0);
      expect(sum(bars)).toBe(sum(given));
      expect(bars).toHaveLength(Math.ceil(given.length / size));
    }),
  );
});

it('writes days as they are read', () => {
  expect(shortDay('2026-11-05')).toBe('05/11');
  expect(longDay('2026-11-05')).toBe('05/11/2026');
});

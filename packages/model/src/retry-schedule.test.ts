import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedRetryAfterMs, nextRetryDelayMs, retryDelaysMs } from './retry-schedule.ts';

describe('the schedule of retries', () => {
  it('has eight, over about 28 hours', () => {
    expect(retryDelaysMs).toHaveLength(8);
    expect(retryDelaysMs.reduce((sum, delayMs) => sum + delayMs, 0) / 3_600_000).toBeCloseTo(27.6, 1);
  });

  it('spreads each delay over ±20 %', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tries, random) => {
          const delayMs = nextRetryDelayMs(tries, random) ?? 0;
          const middle = retryDelaysMs[tries - 1] ?? 0;
          expect(delayMs).toBeGreaterThanOrEqual(middle * 0.8);
          expect(delayMs).toBeLessThanOrEqual(middle * 1.2);
        },
      ),
    );
    expect(nextRetryDelayMs(1, 0)).toBe(8_000);
    expect(nextRetryDelayMs(1, 0.5)).toBe(10_000);
  });

  it('ends after the ninth attempt', () => {
    expect(nextRetryDelayMs(8, 0.5)).toBe(36_000_000);
    expect(nextRetryDelayMs(9, 0.5)).toBeNull();
    expect(nextRetryDelayMs(2, 0.5, [10])).toBeNull();
  });
});

it('a partner is obeyed between one second and six hours, whatever it says', () => {
  for (const [asked, given] of [
    [0, 1_000],
    [-5, 1_000],
    [Number.NaN, 1_000],
    [30_000, 30_000],
    [86_400_000, 21_600_000],
    [Number.POSITIVE_INFINITY, 21_600_000],
  ] as const)
    expect(boundedRetryAfterMs(asked)).toBe(given);
});

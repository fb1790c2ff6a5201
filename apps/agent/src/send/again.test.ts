import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sendAgainMs } from './again.ts';

describe('a file that failed', () => {
  it('waits within its limit, longer each time', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (count, random) => {
        expect(sendAgainMs(count, false, random)).toBeGreaterThanOrEqual(500);
        expect(sendAgainMs(count, false, random)).toBeLessThanOrEqual(5 * 60_000);
        expect(sendAgainMs(count + 1, false, random)).toBeGreaterThanOrEqual(
          sendAgainMs(count, false, random),
        );
      }),
    );
  });

  it('does not wait of its own when the server was away, unless it happens again and again', () => {
    expect([0, 1, 2].map((count) => sendAgainMs(count, true))).toEqual([0, 0, 0]);
    expect(sendAgainMs(3, true, 0)).toBeGreaterThan(0);
    expect(sendAgainMs(50, true, 0.999)).toBeLessThanOrEqual(30_000);
  });
});

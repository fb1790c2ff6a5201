import { describe, expect, it } from 'vitest';
import { createAttemptLimit, networkOf } from './attempt-limit.ts';

function limitOf(attempts: number) {
  let now = 1_000_000;
  const limit = createAttemptLimit({ attempts, windowMs: 60_000, clock: () => new Date(now) });
  const isTaken = (caller: string) => {
    try {
      limit.take(caller);
      return true;
    } catch {
      return false;
    }
  };
  return { isTaken, wait: (ms: number) => (now += ms) };
}

describe('attempts', () => {
  it('are so many in any minute, for each caller', () => {
    const { isTaken, wait } = limitOf(2);
    expect([1, 2, 3].map(() => isTaken('192.0.2.7'))).toEqual([true, true, false]);
    expect(isTaken('192.0.2.8')).toBe(true);
    wait(59_000);
    expect(isTaken('192.0.2.7')).toBe(false);
    wait(2_000);
    expect(isTaken('192.0.2.7')).toBe(true);
  });

  it('are those of a whole network where a caller has one', () => {
    const { isTaken } = limitOf(2);
    expect(isTaken('2001:db8:1:2::1')).toBe(true);
    expect(isTaken('2001:db8:1:2:ffff:1:2:3')).toBe(true);
    expect(isTaken('2001:DB8:1:2::9999')).toBe(false);
    expect(isTaken('2001:db8:1:3::1')).toBe(true);
  });

  it('of very many callers stay quick', () => {
    const { isTaken, wait } = limitOf(1);
    const started = process.cpuUsage();
    for (let each = 0; each < 50_000; each++) {
      isTaken(`caller ${each}`);
      wait(1);
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(10_000);
  });
});

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:0db8:0001:0002:0003:0004:0005:0006', '2001:db8:1:2::/64'],
  ['2001:db8::5:6:7:8', '2001:db8:0:0::/64'],
  ['1:2:3::', '1:2:3:0::/64'],
  ['0198-a-person', '0198-a-person'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

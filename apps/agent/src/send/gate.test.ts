import { describe, expect, it } from 'vitest';
import { createGate, type Pass } from './gate.ts';

const never = new AbortController().signal;

/** Whether a promise has settled once all that is due now has run. */
async function hasSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('the gate', () => {
  it('lets everyone through while the server answers', async () => {
    const gate = createGate();
    const passes = await Promise.all([gate.enter(never), gate.enter(never), gate.enter(never)]);
    for (const pass of passes) pass.succeeded();
    expect(gate.isOpen).toBe(true);
  });

  it('lets one try after a failure, and everyone once that succeeded', async () => {
    const changes: boolean[] = [];
    const gate = createGate({ firstDelayMs: 1, onChange: (isOpen) => changes.push(isOpen) });
    (await gate.enter(never)).failed();
    const first = await gate.enter(never);
    const others = [gate.enter(never), gate.enter(never)];
    expect(await hasSettled(Promise.race(others))).toBe(false);
    first.succeeded();
    for (const pass of await Promise.all(others)) pass.succeeded();
    expect(changes).toEqual([false, true]);
  });

  it('lets another try when the first left without telling anything', async () => {
    const gate = createGate({ firstDelayMs: 1 });
    (await gate.enter(never)).failed();
    (await gate.enter(never)).left();
    (await gate.enter(never)).succeeded();
    expect(gate.isOpen).toBe(true);
  });

  it('waits longer after each try, and never longer than its limit', async () => {
    const gate = createGate({ firstDelayMs: 4, longestDelayMs: 16, random: () => 0.999 });
    const waits: number[] = [];
    (await gate.enter(never)).failed();
    for (let i = 0; i < 5; i++) {
      const startedAt = performance.now();
      const pass = await gate.enter(never);
      waits.push(performance.now() - startedAt);
      pass.failed();
    }
    expect(waits[0]).toBeGreaterThanOrEqual(3.9);
    expect(waits[4]).toBeGreaterThanOrEqual(15);
  });

  it('counts uploads that fail together as one failure', async () => {
    const gate = createGate({ firstDelayMs: 5, longestDelayMs: 60_000, random: () => 0 });
    const passes: Pass[] = await Promise.all(Array.from({ length: 20 }, () => gate.enter(never)));
    for (const pass of passes) pass.failed();
    // Had each doubled the wait, it would be days.
    (await gate.enter(never)).succeeded();
    expect(gate.isOpen).toBe(true);
  });

  it('stays closed for as long as the server asked', async () => {
    const gate = createGate({ firstDelayMs: 1 });
    const startedAt = performance.now();
    (await gate.enter(never)).failed(60);
    await gate.enter(never);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  it('lets go of those who wait when the run stops', async () => {
    const gate = createGate({ firstDelayMs: 60_000 });
    (await gate.enter(never)).failed();
    const stop = new AbortController();
    const waiting = gate.enter(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow('aborted');
  });
});

import { expect, test } from 'vitest';
import { AbandonedCall, createLane } from './lane.ts';

const { signal } = new AbortController();

test('one call runs at a time, in the order they were asked', async () => {
  const lane = createLane();
  const first = Promise.withResolvers<string>();
  const seen: string[] = [];
  const one = lane.run(async () => {
    seen.push('one begins');
    const result = await first.promise;
    seen.push('one ends');
    return result;
  }, signal);
  const two = lane.run(async () => {
    seen.push('two begins');
    return 'two';
  }, signal);
  first.resolve('one');
  expect(await Promise.all([one, two])).toEqual(['one', 'two']);
  expect(seen).toEqual(['one begins', 'one ends', 'two begins']);
});

test('a call that fails does not stop those behind it', async () => {
  const lane = createLane();
  const failing = lane.run(() => Promise.reject(new Error('non')), signal);
  const next = lane.run(async () => 'oui', signal);
  await expect(failing).rejects.toThrow('non');
  expect(await next).toBe('oui');
});

test('a call under way when its signal aborts is abandoned, those behind it have not begun, and what it brings late is let go', async () => {
  const lane = createLane();
  const frozen = Promise.withResolvers<string>();
  const letGo = Promise.withResolvers<string>();
  const aborting = new AbortController();
  const begun = Promise.withResolvers<void>();
  const stuck = lane.run(
    () => {
      begun.resolve();
      return frozen.promise;
    },
    aborting.signal,
    async (late) => letGo.resolve(late),
  );
  let hasBegun = false;
  const behind = lane.run(async () => {
    hasBegun = true;
  }, aborting.signal);
  await begun.promise;
  aborting.abort(new Error('assez attendu'));
  await expect(stuck).rejects.toBeInstanceOf(AbandonedCall);
  await expect(behind).rejects.toThrow('assez attendu');
  frozen.resolve('enfin');
  expect(await letGo.promise).toBe('enfin');
  // The folder answers again: what is asked now is done.
  expect(await lane.run(async () => 'reparti', signal)).toBe('reparti');
  expect(hasBegun).toBe(false);
});

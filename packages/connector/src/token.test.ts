import { expect, test } from 'vitest';
import { keepToken } from './token.ts';

const still = new AbortController().signal;

/** A partner that gives `token 1`, `token 2`… for an hour each, and a clock. */
function keepTestToken(lifetimeMs = 3_600_000) {
  const clock = { nowMs: 1_000_000 };
  const given: PromiseWithResolvers<void>[] = [];
  const isManual = { value: false };
  const keeper = keepToken({
    partner: 'Exemple',
    now: () => clock.nowMs,
    async signIn() {
      const gate = Promise.withResolvers<void>();
      const value = `token ${given.push(gate)}`;
      if (isManual.value) await gate.promise;
      return { value, lifetimeMs };
    },
  });
  return { keeper, clock, given, isManual };
}

test('asks once for all who wait', async () => {
  const { keeper, given } = keepTestToken();
  const tokens = await Promise.all(Array.from({ length: 20 }, () => keeper.use(still)));
  expect(new Set(tokens)).toEqual(new Set(['token 1']));
  expect(given).toHaveLength(1);
});

test('renews a token a minute before it ends', async () => {
  const { keeper, clock } = keepTestToken();
  await keeper.use(still);
  clock.nowMs += 3_600_000 - 61_000;
  expect(await keeper.use(still)).toBe('token 1');
  clock.nowMs += 2_000;
  expect(await keeper.use(still)).toBe('token 2');
});

test('uses most of the life of a token that lasts a few seconds', async () => {
  const { keeper, clock } = keepTestToken(10_000);
  await keeper.use(still);
  clock.nowMs += 7_000;
  expect(await keeper.use(still)).toBe('token 1');
  clock.nowMs += 2_000;
  expect(await keeper.use(still)).toBe('token 2');
});

test('renews once a token that many were refused with', async () => {
  const { keeper, given } = keepTestToken();
  const refused = await keeper.use(still);
  const renewed = await Promise.all(Array.from({ length: 10 }, () => keeper.renew(refused, still)));
  expect(new Set(renewed)).toEqual(new Set(['token 2']));
  // One that comes late, with the old token, takes the new one.
  expect(await keeper.renew(refused, still)).toBe('token 2');
  expect(given).toHaveLength(2);
});

test('lets one caller leave without failing the others', async () => {
  const { keeper, given, isManual } = keepTestToken();
  isManual.value = true;
  const leaving = new AbortController();
  const gone = expect(keeper.use(leaving.signal)).rejects.toMatchObject({ code: 'partner_unreachable' });
  const staying = keeper.use(still);
  leaving.abort();
  await gone;
  given[0]?.resolve();
  expect(await staying).toBe('token 1');
  expect(given).toHaveLength(1);
});

test('does not remember a failure', async () => {
  const { keeper, given, isManual } = keepTestToken();
  isManual.value = true;
  const failing = keeper.use(still);
  given[0]?.reject(new Error('down'));
  await expect(failing).rejects.toThrow('down');
  isManual.value = false;
  expect(await keeper.use(still)).toBe('token 2');
});

test('holds nothing once it has been told to forget', async () => {
  const { keeper } = keepTestToken();
  await keeper.use(still);
  expect(keeper.held()).toEqual(['token 1']);
  keeper.forget();
  expect(keeper.held()).toEqual([]);
});

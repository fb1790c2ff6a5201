import { DeliveryError } from '@navette/connector';
import { expect, it } from 'vitest';
import { askPatiently } from './ask-patiently.ts';

const { signal } = new AbortController();
const busy = (retryAfterMs?: number) =>
  new DeliveryError('partner_busy', { partner: 'P' }, retryAfterMs === undefined ? {} : { retryAfterMs });

/** A partner that fails with each of these in turn, then answers. @returns what came of it, and how often it was asked */
async function ask(...failures: readonly unknown[]): Promise<{ answer: unknown; asks: number }> {
  const left = [...failures];
  let asks = 0;
  const answer = await askPatiently(async () => {
    asks++;
    if (left.length > 0) throw left.shift();
    return 'welcome';
  }, signal).catch((error: unknown) => error);
  return { answer, asks };
}

it('asks again a partner that is busy for a moment, twice at most', async () => {
  expect(await ask(busy(1), busy(1))).toEqual({ answer: 'welcome', asks: 3 });
  expect(await ask(busy(1), busy(1), busy(1))).toMatchObject({ answer: { code: 'partner_busy' }, asks: 3 });
});

it('does not keep a person waiting for one that is busy for long, or does not say', async () => {
  expect(await ask(busy(60_000))).toMatchObject({ answer: { code: 'partner_busy' }, asks: 1 });
  expect(await ask(busy())).toMatchObject({ answer: { code: 'partner_busy' }, asks: 1 });
});

it('asks once when the answer is another', async () => {
  const refused = new DeliveryError('credentials_rejected', { partner: 'P' });
  expect(await ask(refused)).toEqual({ answer: refused, asks: 1 });
});

it('stops waiting when its time is over', async () => {
  const late = askPatiently(() => Promise.reject(busy(4_000)), AbortSignal.abort());
  await expect(late).rejects.toThrow(/abort/i);
});

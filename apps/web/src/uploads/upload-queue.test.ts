import { expect, test } from 'vitest';
import {
  addSample,
  rateOf,
  remainingMs,
  type Sample,
  totalsOf,
  type Upload,
  uploadRetryDelayMs,
  uploadsToShow,
  uploadsToStart,
} from './upload-queue.ts';

const upload = (key: string, changes: Partial<Upload> = {}): Upload => ({
  key,
  name: `${key}.pdf`,
  subPath: undefined,
  sizeBytes: 1000,
  sentBytes: 0,
  state: 'queued',
  error: null,
  ...changes,
});

test('starts the oldest waiting files, never more at once than allowed', () => {
  const uploads = [
    upload('a', { state: 'sending' }),
    upload('b'),
    upload('c', { state: 'retrying' }),
    upload('d'),
    upload('e'),
    upload('f', { state: 'unfinished' }),
  ];
  expect(uploadsToStart(uploads, 3).map(({ key }) => key)).toEqual(['b']);
  expect(uploadsToStart(uploads, 2)).toEqual([]);
  expect(uploadsToStart(uploads, 9).map(({ key }) => key)).toEqual(['b', 'd', 'e']);
});

test('sums what goes, and leaves out what was cancelled or does not go', () => {
  const totals = totalsOf([
    upload('a', { state: 'done', sentBytes: 1000 }),
    upload('b', { state: 'sending', sentBytes: 250 }),
    upload('c', { state: 'cancelled', sentBytes: 600 }),
    upload('d', { state: 'failed', sentBytes: 10 }),
    upload('e', { state: 'unfinished', sentBytes: 500 }),
    upload('f', { state: 'preparing', sentBytes: 900 }),
    upload('g', { state: 'refused' }),
  ]);
  expect(totals).toEqual({
    files: 6,
    done: 1,
    failed: 1,
    refused: 1,
    unfinished: 1,
    active: 2,
    sizeBytes: 3000,
    sentBytes: 1250,
  });
});

test('shows what needs a person first, and never thousands of rows', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => upload(`q${index}`));
  const done = Array.from({ length: 40 }, (_, index) => upload(`d${index}`, { state: 'done' }));
  const { shown, others } = uploadsToShow([
    ...done,
    upload('going', { state: 'sending' }),
    ...many,
    upload('bad', { state: 'failed' }),
    upload('gone', { state: 'cancelled' }),
  ]);
  expect(shown.slice(0, 3).map(({ key }) => key)).toEqual(['bad', 'going', 'q0']);
  expect(shown.at(-30)?.key).toBe('d39');
  expect(shown).toHaveLength(62);
  expect(others).toBe(20_042 - 62);
});

test('tells the speed of the last seconds, and nothing before it can', () => {
  let samples: Sample[] = [];
  samples = addSample(samples, { atMs: 0, sentBytes: 0 });
  samples = addSample(samples, { atMs: 1000, sentBytes: 5000 });
  expect(rateOf(samples)).toBeNull();
  samples = addSample(samples, { atMs: 2000, sentBytes: 10_000 });
  expect(rateOf(samples)).toBe(5000);
  samples = addSample(samples, { atMs: 10_000, sentBytes: 10_000 });
  expect(rateOf(samples)).toBeNull();
  expect(addSample(samples, { atMs: 11_000, sentBytes: 400 })).toHaveLength(1);
});

test('tells the time left from the speed', () => {
  const totals = totalsOf([upload('a', { state: 'sending', sentBytes: 250 })]);
  expect(remainingMs(totals, null)).toBeNull();
  expect(remainingMs(totals, 125)).toBe(6000);
  expect(remainingMs(totalsOf([upload('a', { state: 'done' })]), 125)).toBeNull();
});

test('tries again ever more slowly, for ever while the link is cut, else until a person is asked', () => {
  expect([1, 2, 3, 4, 5, 11].map((tries) => uploadRetryDelayMs(tries, false))).toEqual([
    1000, 3000, 10_000, 30_000, 30_000, 30_000,
  ]);
  expect(uploadRetryDelayMs(12, false)).toBeNull();
  expect(uploadRetryDelayMs(500, true)).toBe(30_000);
});

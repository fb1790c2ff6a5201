import { expect, test } from 'vitest';
import { remainingMs, totalsOf, type Upload, uploadRetryDelayMs, uploadsToStart } from './upload-queue.ts';

const upload = (key: string, changes: Partial<Upload> = {}): Upload => ({
  key,
  name: `${key}.pdf`,
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
  ];
  expect(uploadsToStart(uploads, 3).map(({ key }) => key)).toEqual(['b']);
  expect(uploadsToStart(uploads, 2)).toEqual([]);
  expect(uploadsToStart(uploads, 9).map(({ key }) => key)).toEqual(['b', 'd', 'e']);
});

test('sums what was sent and forgets what was cancelled', () => {
  const totals = totalsOf([
    upload('a', { state: 'done' }),
    upload('b', { state: 'sending', sentBytes: 250 }),
    upload('c', { state: 'cancelled', sentBytes: 600 }),
    upload('d', { state: 'failed', sentBytes: 10 }),
  ]);
  expect(totals).toEqual({ files: 3, done: 1, failed: 1, active: 1, sizeBytes: 3000, sentBytes: 2250 });
});

test('tells the time left from the rate so far, and nothing before it can', () => {
  const totals = totalsOf([upload('a', { state: 'sending', sentBytes: 250 })]);
  expect(remainingMs(totals, 0, 500)).toBeNull();
  expect(remainingMs(totals, 0, 2000)).toBe(6000);
  expect(remainingMs(totalsOf([upload('a')]), 0, 2000)).toBeNull();
});

test('tries again ever more slowly, then asks a person', () => {
  expect([1, 2, 3, 4, 5, 11].map(uploadRetryDelayMs)).toEqual([1000, 3000, 10_000, 30_000, 30_000, 30_000]);
  expect(uploadRetryDelayMs(12)).toBeNull();
});

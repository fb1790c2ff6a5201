import type { Attempt, HistoryLine, Version } from '@navette/api';
import { expect, test } from 'vitest';
import { type ToldDelivery, timeLineOf } from './time-line.ts';

const version = { id: 'v1', receivedAt: '2026-11-20T12:00:00Z' } as Version;
const line = (
  id: string,
  kind: HistoryLine['kind'],
  at: string,
  deliveryId: string | null = 'd1',
): HistoryLine => ({
  id,
  at,
  kind,
  deliveryId,
  actor: { kind: 'system', name: null },
  details: {},
});
const attempt = (number: number, startedAt: string, outcome: Attempt['outcome'] = 'failed') =>
  ({ number, startedAt, outcome }) as Attempt;
const delivery = (id: string, attempts: Attempt[]) => ({ id, attempts }) as ToldDelivery;

const received = line('l1', 'received', '2026-11-20T12:00:00Z', null);

test('puts each attempt with the line that tells its outcome', () => {
  const entries = timeLineOf(
    version,
    [delivery('d1', [attempt(1, '2026-11-20T12:00:01Z'), attempt(2, '2026-11-20T12:05:00Z', 'accepted')])],
    [
      line('l3', 'accepted', '2026-11-20T12:05:02Z'),
      line('l2', 'retry_planned', '2026-11-20T12:00:03Z'),
      received,
    ],
  );
  expect(entries.map(({ id, attempts }) => [id, attempts.map(({ number }) => number)])).toEqual([
    ['l3', [2]],
    ['l2', [1]],
    ['l1', []],
  ]);
});

test('believes a line that names its attempt', () => {
  const named = { ...line('l2', 'retry_planned', '2026-11-20T12:00:03Z'), details: { attempt: 2 } };
  const entries = timeLineOf(
    version,
    [delivery('d1', [attempt(2, '2026-11-20T12:00:04Z')])],
    [line('l3', 'undelivered', '2026-11-20T12:00:05Z'), named, received],
  );
  expect(entries.find(({ attempts }) => attempts.length > 0)?.id).toBe('l2');
});

test('shows an attempt that is under way on a line of its own', () => {
  const entries = timeLineOf(
    version,
    [delivery('d1', [attempt(1, '2026-11-20T12:00:01Z', null)])],
    [received],
  );
  expect(entries.map(({ kind }) => kind)).toEqual(['attempt', 'received']);
});

test('never gives an attempt to another delivery', () => {
  const entries = timeLineOf(
    version,
    [delivery('d1', [attempt(1, '2026-11-20T12:00:01Z', 'refused')]), delivery('d2', [])],
    [line('l2', 'accepted', '2026-11-20T12:00:03Z', 'd2'), received],
  );
  expect(entries.find(({ id }) => id === 'l2')?.attempts).toEqual([]);
});

test('always begins with the receipt', () => {
  expect(timeLineOf(version, [], []).map(({ kind, at }) => [kind, at])).toEqual([
    ['received', version.receivedAt],
  ]);
});

test('keeps the written order of lines of one instant', () => {
  const at = '2026-11-20T12:00:00Z';
  const entries = timeLineOf(version, [], [line('b', 'matched', at), line('a', 'received', at)]);
  expect(entries.map(({ id }) => id)).toEqual(['b', 'a']);
});

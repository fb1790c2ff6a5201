import type { Delivery } from '@navette/api';
import { deliveryStates } from '@navette/model';
import { expect, test } from 'vitest';
import { stopsOf } from './thread-stops.ts';

const droppedAt = '2026-11-20T12:41:08Z';
const sentAt = '2026-11-20T12:41:10Z';
const endedAt = '2026-11-20T12:41:12Z';

type Told = Pick<Delivery, 'state' | 'heldReason' | 'nextTryAt' | 'acceptedAt' | 'endedAt'>;
const told = (changes: Partial<Told>): Told => ({
  state: 'waiting',
  heldReason: null,
  nextTryAt: null,
  acceptedAt: null,
  endedAt: null,
  ...changes,
});
const states = (delivery: Told, attempts = [{ startedAt: sentAt }]) =>
  stopsOf(droppedAt, delivery, attempts).map(({ state }) => state);

test('has three stops in every state, the first one always done', () => {
  for (const state of deliveryStates) {
    const stops = stopsOf(droppedAt, told({ state }), []);
    expect(stops.map(({ name }) => name)).toEqual(['dropped', 'sent', 'partner']);
    expect(stops[0]).toMatchObject({ state: 'done', at: droppedAt });
  }
});

test('is whole only when the partner confirmed', () => {
  expect(states(told({ state: 'delivered', acceptedAt: endedAt }))).toEqual(['done', 'done', 'done']);
  expect(states(told({ state: 'accepted', acceptedAt: endedAt }))).toEqual(['done', 'done', 'reached']);
  const whole = deliveryStates.filter((state) => states(told({ state })).every((stop) => stop === 'done'));
  expect(whole).toEqual(['delivered']);
});

test('asks rather than claims when the answer was lost', () => {
  expect(states(told({ state: 'unknown' }))).toEqual(['done', 'done', 'question']);
});

test('fails where it failed: before leaving, or at the partner', () => {
  expect(states(told({ state: 'undelivered' }), [])).toEqual(['done', 'failed', 'todo']);
  expect(states(told({ state: 'undelivered' }))).toEqual(['done', 'done', 'failed']);
});

test('tells when it is tried next', () => {
  const [, sent] = stopsOf(droppedAt, told({ nextTryAt: endedAt }), [{ startedAt: sentAt }]);
  expect(sent).toEqual({ name: 'sent', state: 'current', at: endedAt });
});

test('takes the last attempt, in whatever order they come', () => {
  const attempts = [{ startedAt: endedAt }, { startedAt: sentAt }];
  expect(stopsOf(droppedAt, told({ state: 'accepted' }), attempts)[1].at).toBe(endedAt);
});

test('pauses what is held and marks a possible duplicate', () => {
  expect(states(told({ state: 'held', heldReason: 'paused' }), [])[1]).toBe('paused');
  expect(states(told({ state: 'held', heldReason: 'duplicate' }), [])[1]).toBe('copy');
});

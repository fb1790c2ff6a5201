import { deliveryStates, heldReasons } from '@navette/model';
import { expect, test } from 'vitest';
import { words } from '../language/words.ts';
import { statusOf } from './status.ts';

test('shows every state with a word in both languages', () => {
  for (const state of [...deliveryStates, 'nothing_to_send'] as const) {
    const { word } = statusOf({ state, heldReason: null, booked: false });
    expect([words.fr.status.word[word], words.en.status.word[word]]).not.toContain(undefined);
  }
});

test('keeps what is normal quiet and tints what waits for a person', () => {
  const tinted = deliveryStates.filter(
    (state) => statusOf({ state, heldReason: null, booked: false }).isTinted,
  );
  expect(tinted).toEqual(['unknown', 'undelivered']);
});

test('asks about a possible duplicate rather than calling it held', () => {
  const words = heldReasons.map((heldReason) => statusOf({ state: 'held', heldReason, booked: false }).word);
  expect(new Set(words)).toEqual(new Set(['held', 'possibleDuplicate']));
  expect(statusOf({ state: 'held', heldReason: 'duplicate', booked: false })).toMatchObject({
    word: 'possibleDuplicate',
    tone: 'db',
  });
});

test('says booked only when the partner said so', () => {
  expect(statusOf({ state: 'delivered', heldReason: null, booked: false }).word).toBe('delivered');
  expect(statusOf({ state: 'delivered', heldReason: null, booked: true }).word).toBe('booked');
  expect(statusOf({ state: 'accepted', heldReason: null, booked: false }).shape).not.toBe('full');
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexAt, moveItem } from './move-item.ts';

test('moves an item and lets the others make room', () => {
  expect(moveItem(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
  expect(moveItem(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c']);
});

test('stops at the ends, and leaves the list alone without an item', () => {
  expect(moveItem(['a', 'b'], 1, -3)).toEqual(['b', 'a']);
  expect(moveItem(['a', 'b'], 0, 9)).toEqual(['b', 'a']);
  expect(moveItem(['a', 'b'], 5, 0)).toEqual(['a', 'b']);
});

test('keeps every item once, and goes back the way it came', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 9 }),
      fc.nat(8),
      fc.nat(8),
      (items, a, b) => {
        const [from, to] = [a % items.length, b % items.length];
        const moved = moveItem(items, from, to);
        expect([...moved].sort()).toEqual([...items].sort());
        expect(moveItem(moved, to, from)).toEqual(items);
      },
    ),
  );
});

test('drops a row where the pointer is: its own place counts for none', () => {
  const middles = [10, 30, 50];
  const fallsAt = (from: number) => [0, 15, 35, 45, 60].map((y) => indexAt(y, middles, from));
  expect(fallsAt(0)).toEqual([0, 0, 1, 1, 2]);
  expect(fallsAt(1)).toEqual([0, 1, 1, 1, 2]);
  expect(fallsAt(2)).toEqual([0, 1, 2, 2, 2]);
});

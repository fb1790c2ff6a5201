import { expect, test } from 'vitest';
import { nextIndex } from './row-gestures.ts';

test('moves one row at a time and stops at the ends', () => {
  expect(nextIndex('ArrowDown', 0, 3)).toBe(1);
  expect(nextIndex('ArrowDown', 2, 3)).toBe(2);
  expect(nextIndex('ArrowUp', 0, 3)).toBe(0);
  expect(nextIndex('End', 0, 3)).toBe(2);
  expect(nextIndex('Home', 2, 3)).toBe(0);
});

test('leaves every other key to the page', () => {
  expect(nextIndex('Enter', 1, 3)).toBeNull();
  expect(nextIndex('a', 1, 3)).toBeNull();
});

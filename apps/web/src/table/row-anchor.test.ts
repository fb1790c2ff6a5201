import { expect, test } from 'vitest';
import { shiftOf } from './row-anchor.ts';

const rows = (text: string) => [...text].map((id) => ({ id }));

test('follows rows that come above the sight', () => {
  expect(shiftOf(rows('cdef'), rows('abcdef'), 2)).toBe(2);
});

test('follows rows that go above the sight, even the first one seen', () => {
  expect(shiftOf(rows('abcdef'), rows('cdef'), 3)).toBe(-2);
  expect(shiftOf(rows('abcdef'), rows('abcef'), 3)).toBe(-1);
});

test('stays at the top, where new rows are to be seen, and where nothing is left to follow', () => {
  expect(shiftOf(rows('cdef'), rows('abcdef'), 0)).toBe(0);
  expect(shiftOf(rows('abc'), rows('xyz'), 1)).toBe(0);
});

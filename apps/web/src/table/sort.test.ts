import { expect, test } from 'vitest';
import { directionOf, nextSort } from './sort.ts';

test('sorts a column, then the other way round', () => {
  expect(nextSort('name', { key: 'code' })).toBe('code');
  expect(nextSort('code', { key: 'code' })).toBe('-code');
  expect(nextSort('-code', { key: 'code' })).toBe('code');
});

test('shows the latest or the most first where that is what one looks for', () => {
  const key = { key: 'undelivered', first: 'descending' } as const;
  expect(nextSort('name', key)).toBe('-undelivered');
  expect(nextSort('-undelivered', key)).toBe('undelivered');
});

test('tells the direction of one column alone', () => {
  expect(directionOf('name', 'name')).toBe('ascending');
  expect(directionOf('-name', 'name')).toBe('descending');
  expect(directionOf('attribute:a', 'attribute:b')).toBeUndefined();
});

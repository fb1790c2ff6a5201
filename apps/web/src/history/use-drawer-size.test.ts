import { expect, test } from 'vitest';
import { fit } from './use-drawer-size.ts';

test('leaves the list its room, and the drawer enough to be read', () => {
  expect(fit(400, 1440)).toBe(400);
  expect(fit(5000, 1440)).toBe(800);
  expect(fit(5000, 2560)).toBe(900);
  expect(fit(10, 1440)).toBe(320);
  expect(fit(600, 900)).toBe(320);
});

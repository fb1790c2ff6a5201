import { expect, test } from 'vitest';
import { gestureOf, neighbourOf } from './document-keys.ts';

const key = (
  name: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => gestureOf({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

test('knows the keys of a file explorer', () => {
  expect(key('F2')).toBe('rename');
  expect(key('Delete')).toBe('bin');
  expect(key('x', { ctrlKey: true })).toBe('cut');
  expect(key('X', { metaKey: true })).toBe('cut');
  expect(key('Backspace', { metaKey: true })).toBe('bin');
  expect(key('F10', { shiftKey: true })).toBe('menu');
  expect(key('ContextMenu')).toBe('menu');
});

test('leaves the other keys to the table and to the browser', () => {
  for (const name of ['ArrowDown', 'Enter', ' ', 'a', 'x', 'F10', 'Tab']) expect(key(name)).toBeNull();
  expect(key('Delete', { shiftKey: true })).toBeNull();
  expect(key('F2', { altKey: true })).toBeNull();
  expect(key('x', { ctrlKey: true, shiftKey: true })).toBeNull();
  expect(key('a', { ctrlKey: true })).toBeNull();
});

test('goes from a document to its neighbour', () => {
  expect(neighbourOf(['a', 'b', 'c'], 'b', 1)).toBe('c');
  expect(neighbourOf(['a', 'b', 'c'], 'b', -1)).toBe('a');
  expect(neighbourOf(['a', 'b', 'c'], 'c', 1)).toBeUndefined();
  expect(neighbourOf(['a', 'b', 'c'], 'z', -1)).toBeUndefined();
});

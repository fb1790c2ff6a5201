import { expect, test } from 'vitest';
import { keys } from '../api/keys.ts';
import { readHint, staleByHint, staleKeys } from './hint.ts';

test('reads the hints of the contract and ignores anything else', () => {
  expect(readHint('{"what":"documents"}')).toBe('documents');
  expect(readHint('{"firm":"f","what":"agents"}')).toBe('agents');
  expect(readHint('{"what":"connected"}')).toBe('connected');
  for (const data of ['', 'null', '{}', '{"what":"weather"}', '<html>']) expect(readHint(data)).toBeNull();
});

test('fetches each kind of thing once, however many hints came', () => {
  expect(staleKeys(['agents', 'agents'])).toEqual(new Set(['agents']));
  expect(staleKeys(['documents', 'deliveries'])).toEqual(new Set(staleByHint.deliveries));
});

test('names only keys that exist', () => {
  for (const name of Object.values(staleByHint).flat()) expect(Object.keys(keys)).toContain(name);
});

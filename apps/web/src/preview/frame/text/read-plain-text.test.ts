import { expect, it } from 'vitest';
import { maxTextBytes, readPlainText } from './read-plain-text.ts';

const bufferOf = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

it('reads a short text whole', () => {
  expect(readPlainText(bufferOf(Buffer.from('été\nfin')), 'text', false)).toEqual({
    text: 'été\nfin',
    isCut: false,
  });
});

it('cuts a long one at the end of a line, so that half a character changes nothing', () => {
  const line = 'é'.repeat(50);
  const long = Buffer.from(`${line}\n`.repeat(20_000));
  const { text, isCut } = readPlainText(bufferOf(long), 'text', false);
  expect(isCut).toBe(true);
  expect(text.length).toBeGreaterThan(maxTextBytes / 2 - 200);
  expect(new Set(text.split('\n'))).toEqual(new Set([line]));
});

it('treats what was fetched in part as cut', () => {
  expect(readPlainText(bufferOf(Buffer.from('un\ndeu')), 'text', true)).toEqual({ text: 'un', isCut: true });
});

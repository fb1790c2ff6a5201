import { expect, it } from 'vitest';
import { decodePlainText } from './decode-text.ts';

it.each([
  ['UTF-8', Buffer.from('été; 12 €')],
  ['UTF-8 with its mark', Buffer.from('\ufeffété; 12 €')],
  ['UTF-16', Buffer.from('\ufeffété; 12 €', 'utf16le')],
  ['Windows-1252', Buffer.from([0xe9, 0x74, 0xe9, 0x3b, 0x20, 0x31, 0x32, 0x20, 0x80])],
])('reads %s as people wrote it', (_encoding, bytes) => {
  expect(decodePlainText(bytes)).toBe('été; 12 €');
});

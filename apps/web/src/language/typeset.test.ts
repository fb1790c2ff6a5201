import { expect, test } from 'vitest';
import { typeset, typesetAll } from './typeset.ts';

test('keeps French punctuation with its word', () => {
  expect(typeset('Trop gros : 24,8 Mo ; relancer ? Oui !')).toBe(
    'Trop gros\u00a0: 24,8 Mo\u00a0; relancer\u00a0? Oui\u00a0!',
  );
  expect(typeset('« Scans achats »')).toBe('«\u00a0Scans achats\u00a0»');
});

test('leaves times, addresses and what is already set alone', () => {
  for (const text of ['14:32', 'https://navette.fr', 'Vu\u00a0: oui']) expect(typeset(text)).toBe(text);
});

test('sets every word of a tree', () => {
  expect(typesetAll({ a: 'x :', b: { c: 'y ?' } })).toEqual({ a: 'x\u00a0:', b: { c: 'y\u00a0?' } });
});

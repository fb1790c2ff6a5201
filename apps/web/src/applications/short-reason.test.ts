import { errorCatalogue } from '@navette/model';
import { expect, test } from 'vitest';
import { shortReasonOf } from './short-reason.ts';

test('has a few words for everything that stops an application', () => {
  const stopping = Object.entries(errorCatalogue).filter(([, entry]) => entry.class === 'connection');
  const wordless = stopping.map(([code]) => code).filter((code) => shortReasonOf(code) === null);
  expect(wordless).toEqual([]);
  expect(shortReasonOf('toString')).toBeNull();
});

import type { Document } from '@navette/api';
import { expect, test } from 'vitest';
import { splitFresh } from './fresh-documents.ts';

const at = (receivedAt: string) => ({ receivedAt }) as Document;
const documents = [at('2026-11-20T14:00:00Z'), at('2026-11-20T13:00:00Z'), at('2026-11-20T12:00:00Z')];

test('shows everything at the top of the list', () => {
  expect(splitFresh(documents, null)).toEqual({ shown: documents, fresh: 0 });
});

test('holds back what came after one began to scroll', () => {
  const { shown, fresh } = splitFresh(documents, '2026-11-20T13:00:00Z');
  expect(fresh).toBe(1);
  expect(shown).toEqual(documents.slice(1));
});

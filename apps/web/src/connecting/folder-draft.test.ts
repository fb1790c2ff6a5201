import type { Rule } from '@navette/api';
import { expect, test } from 'vitest';
import { draftOf, isSaved } from './folder-draft.ts';

const rule: Rule = {
  id: '019a0000-0000-7000-8000-000000000001',
  installationId: '019a0000-0000-7000-8000-000000000002',
  sourcePath: '/Achats',
  withSubfolders: true,
  documentType: 'purchase',
  archivePath: null,
  scope: 'listed',
  meansToday: '/Achats',
  archiveMeansToday: null,
  clientsTotal: 0,
  clients: 0,
  documents: 0,
};

test('a folder that was just saved is saved, however its path is typed', () => {
  expect(isSaved(draftOf(rule), rule)).toBe(true);
  expect(isSaved({ ...draftOf(rule), sourcePath: 'Achats/ ' }, rule)).toBe(true);
  expect(isSaved({ ...draftOf(rule), alsoConnected: true }, rule)).toBe(true);
});

test('any other choice is not', () => {
  expect(isSaved(draftOf(rule), undefined)).toBe(false);
  expect(isSaved({ ...draftOf(rule), sourcePath: '/Ventes' }, rule)).toBe(false);
  expect(isSaved({ ...draftOf(rule), withSubfolders: false }, rule)).toBe(false);
  expect(isSaved({ ...draftOf(rule), documentType: 'expense' }, rule)).toBe(false);
  expect(isSaved({ ...draftOf(rule), archivePath: '/Achats/Transmis' }, rule)).toBe(false);
});

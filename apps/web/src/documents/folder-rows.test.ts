import type { Folder } from '@navette/api';
import { expect, test } from 'vitest';
import { canMoveInto, folderRows, folderToShow, ownCounts, pathTo, searchFolders } from './folder-rows.ts';

const folder = (id: string, parentId: string | null, documents = 0, undelivered = 0): Folder => ({
  id,
  parentId,
  name: id,
  path: parentId ? `/${parentId}/${id}` : `/${id}`,
  canChange: true,
  documents,
  undelivered,
  destinations: [],
});

const folders = [
  folder('reception', null, 2),
  folder('achats', null, 15, 1),
  folder('2026', 'achats', 15, 1),
  folder('10', '2026', 4),
  folder('11', '2026', 10, 1),
  folder('ventes', null),
];
const ids = (rows: { folder: Folder }[]) => rows.map((row) => row.folder.id);

test('shows the children of open folders alone', () => {
  expect(ids(folderRows(folders, new Set()))).toEqual(['reception', 'achats', 'ventes']);
  const rows = folderRows(folders, new Set(['achats', '2026']));
  expect(ids(rows)).toEqual(['reception', 'achats', '2026', '10', '11', 'ventes']);
  expect(rows.map(({ level }) => level)).toEqual([1, 1, 2, 3, 3, 1]);
});

test('counts what lies in the folder itself', () => {
  expect(ownCounts(folders, folders[2] as Folder)).toEqual({ documents: 1, undelivered: 0 });
  expect(ownCounts(folders, folders[4] as Folder)).toEqual({ documents: 10, undelivered: 1 });
});

test('opens first where a person must act, then where there is something', () => {
  expect(folderToShow(folders)?.id).toBe('11');
  expect(folderToShow([folder('a', null), folder('b', null, 3), folder('c', null)])?.id).toBe('b');
  expect(folderToShow([folder('a', null), folder('b', null)])?.id).toBe('a');
  expect(folderToShow([])).toBeUndefined();
});

test('knows the way to a folder', () => {
  expect(pathTo(folders, '11').map(({ id }) => id)).toEqual(['achats', '2026', '11']);
  expect(pathTo(folders, 'gone')).toEqual([]);
});

test('goes neither into itself, nor below itself, nor where it is', () => {
  expect(canMoveInto(folders, 'achats', 'achats')).toBe(false);
  expect(canMoveInto(folders, 'achats', '11')).toBe(false);
  expect(canMoveInto(folders, 'achats', null)).toBe(false);
  expect(canMoveInto(folders, '11', '2026')).toBe(false);
  expect(canMoveInto(folders, '11', 'ventes')).toBe(true);
  expect(canMoveInto(folders, '11', null)).toBe(true);
});

test('finds folders by words of their path, with the way to them', () => {
  const found = (text: string) => searchFolders(folders, text).map(({ id }) => id);
  expect(found('2026 11')).toEqual(['achats', '2026', '11']);
  expect(found('RÉCEP')).toEqual(['reception']);
  expect(found('achats')).toEqual(['achats']);
  expect(found('zzz')).toEqual([]);
  expect(found(' ')).toHaveLength(folders.length);
});

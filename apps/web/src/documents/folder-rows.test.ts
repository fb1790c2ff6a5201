import type { Folder } from '@navette/api';
import { expect, test } from 'vitest';
import { folderRows, folderToShow, ownCounts, pathTo, treeMove } from './folder-rows.ts';

const folder = (id: string, parentId: string | null, documents = 0, undelivered = 0): Folder => ({
  id,
  parentId,
  name: id,
  path: `/${id}`,
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

test('is walked with the arrows', () => {
  const rows = folderRows(folders, new Set(['achats']));
  expect(treeMove(rows, 'achats', 'ArrowDown')).toEqual({ focus: '2026' });
  expect(treeMove(rows, 'achats', 'ArrowRight')).toEqual({ focus: '2026' });
  expect(treeMove(rows, '2026', 'ArrowRight')).toEqual({ toggle: '2026' });
  expect(treeMove(rows, '2026', 'ArrowLeft')).toEqual({ focus: 'achats' });
  expect(treeMove(rows, 'achats', 'ArrowLeft')).toEqual({ toggle: 'achats' });
  expect(treeMove(rows, 'reception', 'ArrowUp')).toEqual({ focus: 'reception' });
  expect(treeMove(rows, 'ventes', 'ArrowDown')).toEqual({ focus: 'ventes' });
  expect(treeMove(rows, 'reception', 'End')).toEqual({ focus: 'ventes' });
  expect(treeMove(rows, '2026', 'Enter')).toEqual({ open: '2026' });
});

test('jumps to a name by its first letter, round the end', () => {
  const rows = folderRows(folders, new Set());
  expect(treeMove(rows, 'reception', 'v')).toEqual({ focus: 'ventes' });
  expect(treeMove(rows, 'ventes', 'A')).toEqual({ focus: 'achats' });
  expect(treeMove(rows, 'ventes', 'z')).toBeNull();
  expect(treeMove(rows, 'ventes', 'Tab')).toBeNull();
});

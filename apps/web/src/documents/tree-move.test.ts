import type { Folder } from '@navette/api';
import { expect, test } from 'vitest';
import { folderRows } from './folder-rows.ts';
import { rowAfter, treeMove, typeAhead } from './tree-move.ts';

const folder = (id: string, parentId: string | null, name = id) => ({ id, parentId, name }) as Folder;

const folders = [
  folder('reception', null, 'Réception'),
  folder('achats', null),
  folder('2026', 'achats'),
  folder('10', '2026'),
  folder('11', '2026'),
  folder('ventes', null),
  folder('v2026', 'ventes'),
];

test('is walked with the arrows', () => {
  const rows = folderRows(folders, new Set(['achats']));
  expect(treeMove(rows, 'achats', 'ArrowDown')).toEqual({ focus: '2026' });
  expect(treeMove(rows, 'achats', 'ArrowRight')).toEqual({ focus: '2026' });
  expect(treeMove(rows, '2026', 'ArrowRight')).toEqual({ toggle: ['2026'] });
  expect(treeMove(rows, '2026', 'ArrowLeft')).toEqual({ focus: 'achats' });
  expect(treeMove(rows, 'achats', 'ArrowLeft')).toEqual({ toggle: ['achats'] });
  expect(treeMove(rows, 'reception', 'ArrowUp')).toEqual({ focus: 'reception' });
  expect(treeMove(rows, 'ventes', 'ArrowDown')).toEqual({ focus: 'ventes' });
  expect(treeMove(rows, 'reception', 'End')).toEqual({ focus: 'ventes' });
  expect(treeMove(rows, 'ventes', 'Home')).toEqual({ focus: 'reception' });
});

test('opens, renames, throws away and shows its menu by a key', () => {
  const rows = folderRows(folders, new Set());
  expect(treeMove(rows, 'achats', 'Enter')).toEqual({ open: 'achats' });
  expect(treeMove(rows, 'achats', 'F2')).toEqual({ rename: 'achats' });
  expect(treeMove(rows, 'achats', 'Delete')).toEqual({ bin: 'achats' });
  expect(treeMove(rows, 'achats', 'ContextMenu')).toEqual({ menu: 'achats' });
  expect(treeMove(rows, 'achats', '*')).toEqual({ toggle: ['achats', 'ventes'] });
  expect(treeMove(rows, 'achats', 'Tab')).toBeNull();
  expect(treeMove(rows, 'gone', 'ArrowDown')).toBeNull();
});

test('jumps to a name by its first letters, round the end, accents aside', () => {
  const rows = folderRows(folders, new Set(['achats', '2026']));
  expect(typeAhead(rows, 'reception', 'v')).toBe('ventes');
  expect(typeAhead(rows, 'ventes', 'A')).toBe('achats');
  expect(typeAhead(rows, 'ventes', 're')).toBe('reception');
  expect(typeAhead(rows, '10', '1')).toBe('11');
  expect(typeAhead(rows, '10', '10')).toBe('10');
  expect(typeAhead(rows, 'ventes', 'z')).toBeNull();
});

test('goes on with what follows a folder that leaves, not with what was below it', () => {
  const rows = folderRows(folders, new Set(['achats', '2026', 'ventes']));
  expect(rowAfter(rows, 'achats')).toBe('ventes');
  expect(rowAfter(rows, '11')).toBe('ventes');
  expect(rowAfter(rows, 'v2026')).toBe('ventes');
  expect(rowAfter(rows, 'gone')).toBeUndefined();
});

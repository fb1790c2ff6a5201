import { expect, test } from 'vitest';
import { type Branch, folderLines, treeGesture } from './folder-branches.ts';

const words = { fr: 'l’année', en: 'the year' };
const variables = [
  { name: '{millésime}', label: words, today: '2026' },
  { name: '{mois}', label: words, today: '11' },
];

function branch(...folders: (readonly [string, number])[]): Branch {
  return {
    kept: '/',
    variables,
    folders: folders.map(([name, clients]) => ({ name, clients, looksLike: null })),
    meansToday: null,
    clientsTotal: 58,
  };
}

const branches = new Map([
  ['', branch(['Achats', 58], ['Notes de frais', 12])],
  ['/Achats', branch(['2025', 40], ['2026', 57])],
  ['/Achats/{millésime}', branch(['10', 55], ['11', 57])],
  ['/Notes de frais', branch()],
]);

test('puts the year before the years that clients have, and the month before their months', () => {
  const lines = folderLines(branches, new Set(['/Achats', '/Achats/{millésime}']));
  expect(lines.map(({ path, level, clients, today }) => [path, level, clients, today])).toEqual([
    ['/Achats', 1, 58, null],
    ['/Achats/{millésime}', 2, 57, '2026'],
    ['/Achats/{millésime}/{mois}', 3, 57, '11'],
    ['/Achats/{millésime}/10', 3, 55, null],
    ['/Achats/{millésime}/11', 3, 57, null],
    ['/Achats/2025', 2, 40, null],
    ['/Achats/2026', 2, 57, null],
    ['/Notes de frais', 1, 12, null],
  ]);
});

test('offers no month without a year', () => {
  const months = new Map([['', branch(['01', 3])]]);
  expect(folderLines(months, new Set()).map(({ path }) => path)).toEqual(['/01']);
});

test('moves by the arrows, opens, closes and chooses', () => {
  const lines = folderLines(branches, new Set(['/Achats']));
  const at = (path: string, key: string) => treeGesture(lines, path, key);
  expect(at('/Achats', 'ArrowDown')).toEqual({ focus: '/Achats/{millésime}' });
  expect(at('/Achats', 'ArrowUp')).toBeNull();
  expect(at('/Achats', 'ArrowLeft')).toEqual({ toggle: '/Achats', isOpen: false });
  expect(at('/Achats/2025', 'ArrowLeft')).toEqual({ focus: '/Achats' });
  expect(at('/Achats/2025', 'ArrowRight')).toEqual({ toggle: '/Achats/2025', isOpen: true });
  expect(at('/Notes de frais', 'ArrowRight')).toBeNull();
  expect(at('/Achats', 'End')).toEqual({ focus: '/Notes de frais' });
  expect(at('/Achats', 'Enter')).toEqual({ choose: '/Achats' });
  expect(at('/Achats', 'a')).toBeNull();
});

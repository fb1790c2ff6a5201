import type { Attribute } from '@navette/api';
import { expect, test } from 'vitest';
import {
  columnLetter,
  leftOut,
  matchChoices,
  newAttribute,
  retarget,
  type Target,
} from './column-targets.ts';

const id = '01936f2a-8c00-7000-8000-000000000001';
const column = (header: string, target: Target) => ({ header, target, sample: '', problem: null });
const columns = [column('Nom', 'name'), column('Code', `attribute:${id}`), column('Note', null)];

test('gives a column another target', () => {
  expect(retarget(columns, 2, 'collaborators')).toEqual({
    columns: [
      { header: 'Nom', target: 'name' },
      { header: 'Code', target: `attribute:${id}` },
      { header: 'Note', target: 'collaborators' },
    ],
  });
  expect(retarget(columns, 1, leftOut).columns[1]?.target).toBeNull();
});

test('takes a target from the column that had it', () => {
  expect(retarget(columns, 2, 'name').columns.map(({ target }) => target)).toEqual([
    null,
    `attribute:${id}`,
    'name',
  ]);
  expect(retarget(columns, 0, leftOut).columns.map(({ target }) => target)).toEqual([
    null,
    `attribute:${id}`,
    null,
  ]);
});

test('makes attributes of several columns', () => {
  const before = [...columns, column('Régime', newAttribute)];
  expect(retarget(before, 2, newAttribute).columns.map(({ target }) => target)).toEqual([
    'name',
    `attribute:${id}`,
    newAttribute,
    newAttribute,
  ]);
});

test('recognises rows by what the file holds', () => {
  const attribute = (of: string) => ({ id: of, label: of }) as Attribute;
  expect(matchChoices(columns, [attribute(id), attribute('other')]).map((each) => each.id)).toEqual([id]);
});

test('names columns as spreadsheets do', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
});

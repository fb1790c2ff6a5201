import { expect, it } from 'vitest';
import { readRows } from './read-rows.ts';

it.each([
  [
    'of a French spreadsheet',
    'Compte;Libellé;Débit\r\n607;"Achats; été";12,50\r\n',
    [
      ['Compte', 'Libellé', 'Débit'],
      ['607', 'Achats; été', '12,50'],
    ],
  ],
  [
    'of an English one',
    'a,b\n1,"x ""y"""\n',
    [
      ['a', 'b'],
      ['1', 'x "y"'],
    ],
  ],
  [
    'with tabs',
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'with bars, as tax files have',
    'JournalCode|EcritureNum\nAC|1',
    [
      ['JournalCode', 'EcritureNum'],
      ['AC', '1'],
    ],
  ],
  [
    'with lines in a cell',
    'a;b\n"un\ndeux";2',
    [
      ['a', 'b'],
      ['un\ndeux', '2'],
    ],
  ],
  ['with rows of other lengths', 'a;b\n1\n1;2;3', [['a', 'b'], ['1'], ['1', '2', '3']]],
  [
    'with its mark',
    '\ufeffa;b\n1;2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
])('reads a CSV %s', (_title, text, rows) => {
  expect(readRows(text, 100)).toEqual({ rows, hasHead: true });
});

it('takes the first row for names only when it has no amounts', () => {
  expect(readRows('1;2\n3;4', 100)?.hasHead).toBe(false);
  expect(readRows('a;12,50\nb;3', 100)?.hasHead).toBe(false);
  expect(readRows('a;b', 100)?.hasHead).toBe(false);
});

it('stops after so many rows', () => {
  expect(readRows('a;b\n'.repeat(1_000), 10)?.rows).toHaveLength(10);
});

it.each(['', 'un seul mot', '"jamais fermé;\nfin'])('finds no table in %j', (text) => {
  expect(readRows(text, 100)).toBeNull();
});

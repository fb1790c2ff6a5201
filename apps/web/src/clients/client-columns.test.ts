import type { Attribute } from '@navette/api';
import { expect, test } from 'vitest';
import { availableColumns, columnWidths, sortKeys } from './client-columns.ts';
import { orderOf } from './clients-search.ts';

const idOf = (number: number) => `01936f2a-8c00-7000-8000-00000000000${number}`;
const attribute = (number: number, kind: Attribute['kind']): Attribute => ({
  id: idOf(number),
  kind,
  label: `Attribut ${number}`,
  isUnique: false,
  position: number,
  clients: 0,
});
const attributes = [attribute(1, 'siret'), attribute(2, 'code'), attribute(3, 'text'), attribute(4, 'siret')];

test('offers each attribute once: the first SIRET and the first code are columns already', () => {
  const ids = availableColumns(attributes).map(({ id }) => id);
  expect(ids.slice(0, 4)).toEqual(['code', 'siret', `attribute:${idOf(3)}`, `attribute:${idOf(4)}`]);
  expect(new Set(ids).size).toBe(ids.length);
});

test('calls an attribute by the name that the firm gave it', () => {
  const column = availableColumns(attributes).find(({ attributeId }) => attributeId === idOf(3));
  expect(column?.label).toBe('Attribut 3');
});

test('sorts by words of the address that the server understands', () => {
  const keys = sortKeys(attributes);
  expect(keys.siret).toEqual({ key: `attribut:${idOf(1)}` });
  for (const { key } of Object.values(keys)) expect([key, orderOf(key)]).not.toContain(undefined);
  expect(Object.keys(keys)).not.toContain('connections');
});

test('gives every column a width of its own', () => {
  const columns = availableColumns(attributes);
  const widths = columnWidths(columns);
  for (const { id } of columns) expect(widths[id]).toBeGreaterThan(80);
});

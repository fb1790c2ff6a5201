import type { Attribute } from '@navette/api';
import { expect, test } from 'vitest';
import { changesOf, fieldOf, valuesOf } from './client-values.ts';

const attribute = (id: string, kind: Attribute['kind']): Attribute => ({
  id,
  kind,
  label: id,
  isUnique: false,
  position: 1,
  clients: 0,
});
const attributes = [attribute('s', 'siret'), attribute('c', 'code'), attribute('t', 'text')];
const typed = (value: string, overrideReason = '') => ({ value, overrideReason });

test('sends only what was changed', () => {
  const before = {
    ...valuesOf(attributes, undefined, []),
    values: { s: typed('1', 'essai'), c: typed('A'), t: typed('') },
  };
  const after = { ...before, values: { s: typed('1', 'essai'), c: typed(' '), t: typed(' IS ') } };
  expect(changesOf(before, after)).toEqual([
    { attributeId: 'c', value: null, overrideReason: null },
    { attributeId: 't', value: 'IS', overrideReason: null },
  ]);
  expect(changesOf(before, before)).toEqual([]);
});

test('sends a reason that was changed alone', () => {
  const before = { ...valuesOf(attributes, undefined, []), values: { s: typed('1', 'essai') } };
  const after = { ...before, values: { s: typed('1', 'SIRET fictif') } };
  expect(changesOf(before, after)).toEqual([
    { attributeId: 's', value: '1', overrideReason: 'SIRET fictif' },
  ]);
});

test('puts a refusal on the field that it is about', () => {
  expect(fieldOf('name', attributes)).toBe('name');
  expect(fieldOf('siret', attributes)).toBe('values.s');
  expect(fieldOf('code', attributes)).toBe('values.c');
  expect(fieldOf('attributes.t', attributes)).toBe('values.t');
  for (const field of [undefined, 'attributes.gone', 'userIds'])
    expect(fieldOf(field, attributes)).toBeNull();
});

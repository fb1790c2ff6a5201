import { expect, test } from 'vitest';
import { keyOf, toneOf, wrongCells } from './row-tone.ts';
import type { ConnectionRow } from './use-connection-import.ts';

const columns = [
  { header: 'Client', target: 'client' as const, sample: '' },
  { header: 'SIRET', target: 'attribute:019a0000-0000-7000-8000-000000000001', sample: '' },
  { header: 'Mail Dext', target: 'key' as const, sample: '' },
];
const row: ConnectionRow = {
  row: 7,
  state: 'ok',
  change: 'connect',
  given: 'Boulangerie Lefebvre',
  clientId: null,
  clientName: null,
  key: 'lefevre@dext.cc',
  problems: [],
  nearClient: null,
  outcome: 'pending',
};
const problemOf = (column: string | null) => ({
  column,
  code: 'x',
  fr: '',
  en: '',
  isError: true,
  given: '',
});

test('frames the cell that a problem is about', () => {
  expect(wrongCells({ ...row, problems: [problemOf('SIRET')] }, columns)).toEqual({
    client: true,
    key: false,
  });
  expect(wrongCells({ ...row, problems: [problemOf('Mail Dext')] }, columns)).toEqual({
    client: false,
    key: true,
  });
  const warning = { ...problemOf('Mail Dext'), isError: false };
  expect(wrongCells({ ...row, problems: [warning] }, columns)).toEqual({ client: false, key: false });
  expect(wrongCells({ ...row, problems: [problemOf(null)] }, columns)).toEqual({ client: false, key: false });
});

test('tells what is wrong before what is done, and what is done before what was planned', () => {
  expect(toneOf({ ...row, state: 'error', outcome: 'skipped' }, true)).toBe('ko');
  expect(toneOf({ ...row, outcome: 'failed' }, true)).toBe('ko');
  expect(toneOf({ ...row, state: 'warning', outcome: 'done' }, true)).toBe('done');
  expect(toneOf({ ...row, state: 'warning' }, false)).toBe('nt');
  expect(toneOf({ ...row, change: 'unchanged' }, false)).toBe('quiet');
  expect(toneOf(row, false)).toBe('ok');
});

test('shows what was read where that is no key', () => {
  const wrong = { ...problemOf('Mail Dext'), given: 'dasilva.achats@' };
  expect(keyOf({ ...row, key: '', problems: [problemOf('Client'), wrong] }, columns)).toBe('dasilva.achats@');
  expect(keyOf(row, columns)).toBe('lefevre@dext.cc');
  expect(keyOf({ ...row, key: '' }, columns)).toBe('');
});

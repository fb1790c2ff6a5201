import fc from 'fast-check';
import { expect, it } from 'vitest';
import { previewFailures, readToPage } from './protocol.ts';

it.each(['ready', 'shown', 'enlarge', 'escape', 'pong'])(
  'hears %s, and nothing that comes with it',
  (kind) => {
    expect(readToPage({ kind, html: '<b>', to: 1 })).toEqual({ kind });
  },
);

it.each(previewFailures)('hears that it failed: %s', (failure) => {
  expect(readToPage({ kind: 'failed', failure, values: { width: '10' } })).toEqual({
    kind: 'failed',
    failure,
    values: { width: '10' },
  });
});

it('takes no reason that it has no sentence for, and no long or odd value into one', () => {
  expect(readToPage({ kind: 'failed', failure: 'constructor' })).toBeNull();
  expect(readToPage({ kind: 'failed', failure: 'broken' })).toEqual({
    kind: 'failed',
    failure: 'broken',
    values: {},
  });
  const values = { width: 'x'.repeat(41), height: 5, depth: { toString: () => 'x' } };
  expect(readToPage({ kind: 'failed', failure: 'broken', values })).toMatchObject({ values: {} });
});

it('hears nothing else, whatever is said', () => {
  const said = fc.anything().filter((each) => !(typeof each === 'object' && each !== null && 'kind' in each));
  fc.assert(fc.property(said, (each) => readToPage(each) === null));
  for (const each of [{ kind: 'wants' }, { kind: 'wants', name: 5 }, { kind: 'show' }, { kind: null }])
    expect(readToPage(each)).toBeNull();
});

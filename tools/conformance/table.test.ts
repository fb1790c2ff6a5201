import type { ConformanceNote } from '@navette/connector/conformance';
import { expect, it } from 'vitest';
import { type NotedTest, renderConformance } from './table.ts';

const passed = (note: ConformanceNote): NotedTest => ({ note, hasPassed: true });
const failed = (note: ConformanceNote): NotedTest => ({ note, hasPassed: false });
const ran = (connector: string, name: string): ConformanceNote => ({ kind: 'case', connector, case: name });
const run = (connector: string, skips = {}): ConformanceNote => ({ kind: 'run', connector, skips });
const broken = (name: string): ConformanceNote => ({ kind: 'broken', what: `breaks ${name}`, case: name });

const suite = [
  passed({ kind: 'suite', cases: ['lists', 'delivers', 'closes'] }),
  ...['lists', 'delivers', 'closes'].map((name) => passed(broken(name))),
];

it('shows which case passed for which connector, and sums up last of all', () => {
  const { text, failures } = renderConformance(
    [
      ...suite,
      ...['lists', 'delivers', 'closes'].map((name) => passed(ran('alpha', name))),
      passed(run('alpha')),
      passed(ran('beta', 'delivers')),
      passed(run('beta', { closes: 'its partner never does' })),
    ],
    ['alpha', 'beta'],
  );
  expect(failures).toBe(0);
  expect(text).toContain('  ✓  ·   lists\n  ✓  ✓   delivers\n  ✓  s   closes\n');
  expect(text).toContain('       skip: closes (its partner never does)');
  expect(text.split('\n').at(-1)).toBe('2 connectors × 3 cases: 4 passed, 1 declared skips, 0 failed');
});

it.each([
  ['a case fails', [failed(ran('alpha', 'lists')), passed(run('alpha'))], 'FAIL: lists'],
  ['the count of cases fails', [failed(run('alpha'))], 'FAIL: ran its cases, and declared the others'],
  [
    'its server is not there',
    [{ ...failed(ran('alpha', 'lists')), leftOut: 'no server' }],
    'FAIL: not run here: no server',
  ],
  [
    'one of two partners shows a fault',
    [passed(ran('alpha', 'lists')), failed(ran('alpha', 'lists')), passed(run('alpha'))],
    'alpha                    0 passed, 0 skipped, 1 failed',
  ],
  ['a connector was not run at all', [], 'FAIL: has no conformance test'],
])('fails when %s', (_, tests, words) => {
  const { text, failures } = renderConformance([...suite, ...tests], ['alpha']);
  expect(failures).toBe(1);
  expect(text).toContain(words);
  expect(text.split('\n').at(-1)).toContain('1 failed');
});

it('fails when a broken connector is missed, or a case is proved by none', () => {
  const [cases, ...proofs] = suite;
  if (cases === undefined) throw new TypeError('no suite');
  const missed = [cases, failed(broken('lists')), ...proofs.slice(1, 2), passed(run('alpha'))];
  const { text, failures } = renderConformance(missed, ['alpha']);
  expect(failures).toBe(2);
  expect(text).toContain('MISSED  one that breaks lists');
  expect(text).toContain('UNPROVED  closes');
  expect(text).toContain('2 broken connectors: 1 caught by exactly their case, 1 missed');
});

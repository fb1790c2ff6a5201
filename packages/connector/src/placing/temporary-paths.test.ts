import { expect, test } from 'vitest';
import { createTemporaryPaths } from './temporary-paths.ts';

test('each attempt of a delivery has a path of its own, beside its place', () => {
  const temporaries = createTemporaryPaths();
  const taken = [1, 2].map(() => temporaries.take('DUPONT/achats/a.pdf', 'd1'));
  expect(taken).toEqual(['DUPONT/achats/.navette-d1.part', 'DUPONT/achats/.navette-d1-2.part']);
  expect(temporaries.take('a.pdf', 'd2')).toBe('.navette-d2.part');
});

test('what attempts left is told once, and not what one that is under way writes', () => {
  const temporaries = createTemporaryPaths();
  temporaries.leave('d1', temporaries.take('a.pdf', 'd1'));
  temporaries.take('a.pdf', 'd1');
  expect([temporaries.settle('d1'), temporaries.settle('d1')]).toEqual([['.navette-d1.part'], []]);
  expect(temporaries.take('a.pdf', 'd1')).toBe('.navette-d1.part');
});

test('of very many deliveries that never end, those that failed last are known', () => {
  const temporaries = createTemporaryPaths();
  for (let each = 0; each <= 1_000; each++) temporaries.take('a.pdf', `d${each}`);
  expect(temporaries.take('a.pdf', 'd1000')).toBe('.navette-d1000-2.part');
  expect(temporaries.take('a.pdf', 'd0')).toBe('.navette-d0.part');
});

import { expect, test } from 'vitest';
import { type NameTaking, takeName } from './take-name.ts';

/** A system without links that replaces nothing. @param refusals how often it refuses the name though nothing has it */
function system(refusals = 0) {
  const names = new Set(['temporary']);
  let left = refusals;
  const refuse = () => {
    left -= 1;
    throw new Error('Failure');
  };
  const taking: NameTaking = {
    isTaken: async () => names.has('final'),
    reserve: async () => (names.has('final') || left > 0 ? refuse() : names.add('final')),
    rename: async () => (names.has('final') ? refuse() : names.add('final') && names.delete('temporary')),
    release: async () => names.delete('final'),
    dropOldName: async () => names.delete('temporary'),
    isRefusal: () => true,
  };
  return { names, taking };
}

test('a name is taken once, where a rename replaces nothing', async () => {
  const { names, taking } = system();
  expect(await takeName(taking)).toBe(true);
  expect(names).toEqual(new Set(['final']));
  expect(await takeName(taking)).toBe(false);
});

test('a name that another had for a moment, and gave back, is asked for again', async () => {
  const { names, taking } = system(2);
  expect(await takeName(taking)).toBe(true);
  expect(names).toEqual(new Set(['final']));
});

test('a system that always refuses a name that nothing has is told as it is', async () => {
  const { taking } = system(50);
  await expect(takeName(taking)).rejects.toThrow('Failure');
});

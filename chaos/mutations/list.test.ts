import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { mutations } from './list.ts';
import { applyEdits } from './source-copy.ts';

describe('every seeded mutation', () => {
  it('has a name of its own', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
  });

  it.each(mutations)('"$name" finds its text once', async ({ file, edits }) => {
    const source = await readFile(file, 'utf8');
    expect(applyEdits(file, source, edits)).not.toBe(source);
  });

  it.each(mutations)('"$name" names tests', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
  });
});

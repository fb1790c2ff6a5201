/**
 * `npm run mutations [part of a name…]`: breaks the product on purpose, one guarantee at a time, in a copy of the sources, and shows which
 * test notices. Exits 1 when one goes unnoticed, or when a test named here fails on the sources as they are.
 */
import { mutations } from './mutations/list.ts';
import type { Mutation } from './mutations/mutation.ts';
import { runTests, type TestNamed, type TestRun } from './mutations/run-tests.ts';
import { copySources, type SourceCopy } from './mutations/source-copy.ts';

async function main(words: readonly string[], stop: AbortSignal): Promise<number> {
  const chosen = mutations.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (chosen.length === 0) throw new Error(`No mutation has "${words.join('" or "')}" in its name`);
  await using copy = await copySources();
  const sound = await runTests(
    copy.path,
    chosen.flatMap(({ tests }) => tests),
    stop,
  );
  for (const { tests } of chosen) requireSound(sound, tests);
  let caught = 0;
  for (const mutation of chosen) if (await isCaught(mutation, copy, stop)) caught += 1;
  console.log(`${chosen.length} mutations, ${caught} caught`);
  return caught === chosen.length ? 0 : 1;
}

/** @throws Error when a test that should notice a mutation does not exist, or fails without it */
function requireSound(run: TestRun, tests: readonly TestNamed[]): void {
  for (const test of tests) {
    const [failed] = run.failedOf(test);
    if (failed !== undefined) throw new Error(`${test.file} fails unmutated: ${failed}`);
    if (run.passedOf(test).length > 0) continue;
    throw new Error(`${test.file} has no test named "${test.title}". ${run.broken.join('\n')}`);
  }
}

async function isCaught(mutation: Mutation, copy: SourceCopy, stop: AbortSignal): Promise<boolean> {
  await copy.mutate(mutation.file, mutation.edits);
  const run = await runTests(copy.path, mutation.tests, stop);
  await copy.restore(mutation.file);
  // A file that cannot even be loaded has noticed nothing.
  const unnoticed = mutation.tests.find((test) => run.failedOf(test).length === 0);
  const [first] = mutation.tests.flatMap((test) => run.failedOf(test));
  if (unnoticed === undefined && first !== undefined) {
    console.log(`caught  ${mutation.name}: ${first}`);
    return true;
  }
  const why = run.broken.length > 0 ? `could not run: ${run.broken.join('\n')}` : 'passes';
  console.log(`MISSED  ${mutation.name}: ${unnoticed?.file} ${why}`);
  return false;
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => interrupted.abort());

main(process.argv.slice(2), interrupted.signal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);

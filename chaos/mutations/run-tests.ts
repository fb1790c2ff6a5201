import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';

/** A test, by its file and a part of its full name. */
export interface TestNamed {
  readonly file: string;
  readonly title: string;
}

/** What a run of some tests gave. */
export interface TestRun {
  /** Full names of the tests meant that passed. */
  passedOf(test: TestNamed): string[];
  failedOf(test: TestNamed): string[];
  /** Why files could not be loaded or set up. */
  readonly broken: readonly string[];
}

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/**
 * Runs the tests named, and no others, in a copy of the sources.
 * @throws Error when the run itself did not come to its end
 */
export async function runTests(
  root: string,
  tests: readonly TestNamed[],
  stop: AbortSignal,
): Promise<TestRun> {
  const outputFile = join(root, 'mutations-report.json');
  await rm(outputFile, { force: true });
  const files = [...new Set(tests.map(({ file }) => file))];
  const titles = [...new Set(tests.map(({ title }) => escapePattern(title)))];
  const args = ['run', '--reporter=json', `--outputFile=${outputFile}`, '-t', titles.join('|'), ...files];
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  const end = () => void child.kill('SIGTERM');
  stop.addEventListener('abort', end, { once: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4_000);
  });
  await once(child, 'close');
  stop.removeEventListener('abort', end);
  stop.throwIfAborted();
  const text = await readFile(outputFile, 'utf8').catch(() => {
    throw new Error(`The tests gave no report. They printed:\n${errors}`);
  });
  return readReport(root, report.parse(JSON.parse(text)));
}

function readReport(root: string, { testResults }: z.infer<typeof report>): TestRun {
  const select = (test: TestNamed, status: string) =>
    testResults
      .filter(({ name }) => relative(root, name).replaceAll('\\', '/') === test.file)
      .flatMap(({ assertionResults }) => assertionResults)
      .filter((each) => each.status === status && each.fullName.includes(test.title))
      .map(({ fullName }) => fullName);
  return {
    passedOf: (test) => select(test, 'passed'),
    failedOf: (test) => select(test, 'failed'),
    broken: testResults
      .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
      .map(({ name, message }) => `${relative(root, name)}: ${message ?? 'no reason given'}`),
  };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

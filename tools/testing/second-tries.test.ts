import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describeSecondTries, triesAgain } from './second-tries.ts';

const root = join(import.meta.dirname, '../..');

it('are allowed in CI alone', () => {
  expect([triesAgain({}), triesAgain({ CI: 'true' })]).toEqual([0, 1]);
});

it('are told with the first line of what failed, and not at all when there are none', () => {
  const errors = [{ message: '\u001b[31mexpected 1\u001b[39m\nto be 2' }];
  expect(describeSecondTries([{ file: 'a.test.ts', test: 'adds', errors }])).toEqual([
    'PASSED ONLY AT THE SECOND TRY (1): each is a defect of the test or of the product, to be mended',
    '  a.test.ts > adds',
    '      expected 1',
  ]);
  expect(describeSecondTries([])).toEqual([]);
});

const unsteady = "let tries = 0;\ntest('hangs on luck', () => expect(++tries).toBe(2));";
const broken = "test('is broken', () => expect(1).toBe(2));";

it('in CI an unsteady test passes and is listed by its name, above the closing line', async () => {
  const { exitCode, lines } = await run(unsteady, { CI: 'true' });
  expect(exitCode).toBe(0);
  expect(lines.slice(-5)).toEqual([
    'PASSED ONLY AT THE SECOND TRY (1): each is a defect of the test or of the product, to be mended',
    '  one.test.ts > hangs on luck',
    '      expected 1 to be 2 // Object.is equality',
    '',
    '1 passed, 0 failed',
  ]);
});

it('in CI a broken test fails at both tries, and the run with it', async () => {
  const { exitCode, lines } = await run(`${unsteady}\n${broken}`, { CI: 'true' });
  expect(exitCode).toBe(1);
  expect(lines.at(-1)).toBe('1 passed, 1 failed');
  expect(lines.filter((line) => line.startsWith('  one.test.ts'))).toEqual(['  one.test.ts > hangs on luck']);
});

it('elsewhere an unsteady test fails', async () => {
  const { exitCode, lines } = await run(unsteady, {});
  expect(exitCode).toBe(1);
  expect(lines.at(-1)).toBe('0 passed, 1 failed');
});

/** Runs one test file in a project of its own, with this reporter. @returns what it said on its standard output */
async function run(
  tests: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ exitCode: number; lines: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'second-tries-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await mkdir(join(folder, 'tools'));
  await symlink(import.meta.dirname, join(folder, 'tools/testing'));
  await writeFile(join(folder, 'one.test.ts'), `import { expect, test } from 'vitest';\n${tests}`);
  const config = [
    "import { triesAgain } from './tools/testing/second-tries.ts';",
    "const reporters = ['./tools/testing/summary-reporter.ts'];",
    "export default { test: { include: ['*.test.ts'], retry: triesAgain(process.env), reporters } };",
  ];
  await writeFile(join(folder, 'vitest.config.ts'), config.join('\n'));
  const { CI: _, ...others } = process.env;
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: { ...others, ...environment } };
    execFile(process.execPath, [vitest, 'run', '--root', folder], options, (error, output) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode !== 'number') return reject(error);
      resolve({ exitCode, lines: output.trimEnd().split('\n') });
    });
  });
}

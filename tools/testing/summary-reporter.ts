/**
 * Closes a test run: the seconds that each suite took, the skipped tests that nobody allowed (they count as failed), the tests
 * that passed only at their second try, and last of all the line `N passed, N failed`.
 */
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { type AllowedSkip, allowedSkips } from './allowed-skips.ts';
import { describeSecondTries } from './second-tries.ts';

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The closing line. A run that ended badly for another reason than a test counts one failure more. */
export function closingLine({ passed, failed, skipped }: TestCount, exitCode: number): string {
  const failures = failed === 0 && exitCode !== 0 ? 1 : failed;
  return `${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @returns the reason for which a test may be skipped in this environment, or undefined. */
export function findSkipReason(
  file: string,
  test: string,
  environment: NodeJS.ProcessEnv,
  list: readonly AllowedSkip[] = allowedSkips,
): string | undefined {
  return list.find(
    (each) => file.startsWith(each.file) && test.startsWith(each.test ?? '') && each.holds(environment),
  )?.reason;
}

/** Seconds of test files by suite (`packages/model`, `e2e`, `apps/server/src/rules`), longest first. */
export function sumBySuite(
  files: readonly { file: string; ms: number }[],
): [suite: string, seconds: number][] {
  const sums = new Map<string, number>();
  for (const { file, ms } of files) {
    const suite = suiteOf(file);
    sums.set(suite, (sums.get(suite) ?? 0) + ms / 1000);
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}

function suiteOf(file: string): string {
  const folders = file.split('/').slice(0, -1);
  if (file.startsWith('apps/')) return folders.slice(0, 4).join('/');
  return folders.slice(0, /^(packages|connectors)\//.test(file) ? 2 : 1).join('/');
}

export default class SummaryReporter implements Reporter {
  private vitest: Vitest | undefined;
  private count: TestCount = { passed: 0, failed: 0, skipped: 0 };
  private secondTries: readonly string[] = [];
  private readonly startedAt = performance.now();

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
    // On exit, because the take-down of the run still prints after `onTestRunEnd`.
    process.once('exit', (exitCode) => {
      for (const line of ['', ...this.secondTries]) console.log(line);
      console.log(`${this.secondTries.length > 0 ? '\n' : ''}${closingLine(this.count, exitCode)}`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    const refused = this.isFiltered() ? [] : skipped.filter((test) => this.reportSkip(test) === undefined);
    const brokenModules = modules.filter((module) => module.errors().length > 0);
    const brokenSuites = modules.flatMap((module) =>
      [...module.children.allSuites()].filter((suite) => suite.errors().length > 0),
    );
    const others = brokenModules.length + brokenSuites.length + unhandledErrors.length;
    this.count = {
      passed: inState('passed').length,
      failed: inState('failed').length + inState('pending').length + refused.length + others,
      skipped: skipped.length - refused.length,
    };
    this.secondTries = this.listSecondTries(inState('passed'));
    this.printBudget(modules);
    if (this.count.failed > 0) process.exitCode = 1;
    if (this.count.passed + this.count.failed === 0) process.exitCode = 1;
  }

  private isFiltered(): boolean {
    return this.vitest?.config.testNamePattern !== undefined;
  }

  private reportSkip(test: TestCase): string | undefined {
    const file = this.pathOf(test.module);
    const reason = findSkipReason(file, test.fullName, process.env);
    const verdict =
      reason === undefined ? 'SKIPPED, not in tools/testing/allowed-skips.ts' : `skipped: ${reason}`;
    console.log(`${verdict}: ${file} > ${test.fullName}`);
    return reason;
  }

  private listSecondTries(passed: readonly TestCase[]): string[] {
    const tests = passed.filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0);
    return describeSecondTries(
      tests.map((test) => ({
        file: this.pathOf(test.module),
        test: test.fullName,
        errors: test.result().errors ?? [],
      })),
    );
  }

  private printBudget(modules: readonly TestModule[]): void {
    const files = modules.map((module) => ({
      file: this.pathOf(module),
      ms: module.diagnostic().duration + module.diagnostic().collectDuration,
    }));
    console.log('\nSeconds per suite (sum over its files)');
    for (const [suite, seconds] of sumBySuite(files))
      console.log(`${seconds.toFixed(1).padStart(8)}  ${suite}`);
    const total = (performance.now() - this.startedAt) / 1000;
    console.log(`${total.toFixed(1).padStart(8)}  the whole run, by the clock`);
  }

  private pathOf(module: TestModule): string {
    return relative(this.vitest?.config.root ?? process.cwd(), module.moduleId).replaceAll('\\', '/');
  }
}

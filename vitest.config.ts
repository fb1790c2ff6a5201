import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { triesAgain } from './tools/testing/second-tries.ts';

const cores = availableParallelism();

/** What every test file gets: a process of its own, and a look at what it left open. */
const everyFile = {
  pool: 'forks',
  isolate: true,
  setupFiles: './tools/testing/open-handles.ts',
  // Deadlines, not expectations: a busy machine of two cores is many times slower than one's own.
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 50_000, interval: 20 } },
  retry: triesAgain(process.env),
  restoreMocks: true,
  allowOnly: false,
} as const;

const testCluster = './apps/server/src/database/test-cluster.ts';

export default defineConfig({
  test: {
    // Taken down in reverse: the cluster first, then the look at the processes that are left.
    globalSetup: ['./tools/testing/left-processes.ts', ...(existsSync(testCluster) ? [testCluster] : [])],
    teardownTimeout: 30_000,
    reporters: ['default', './tools/testing/summary-reporter.ts'],
    projects: [
      {
        test: {
          ...everyFile,
          name: 'beside',
          include: ['{apps,packages,connectors,tools,demo,chaos,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          maxWorkers: Math.max(2, cores - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Whole platforms, each of several processes: one file at a time, after the others.
        test: {
          ...everyFile,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

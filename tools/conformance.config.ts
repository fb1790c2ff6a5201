/** `npm run conformance`: the suite over every connector, and the connectors that prove the suite. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import ConformanceReport from './conformance/report.ts';

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['connectors/*/conformance.test.ts', 'connectors/_template/broken-connectors.test.ts'],
    globalSetup: './tools/testing/left-processes.ts',
    setupFiles: './tools/testing/open-handles.ts',
    reporters: ['dot', new ConformanceReport()],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 50_000, interval: 20 } },
    allowOnly: false,
  },
});

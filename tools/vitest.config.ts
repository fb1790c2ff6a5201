/** The tests of the repository itself, for `npm run check`: no database, no servers. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['tools/**/*.test.ts'],
    reporters: ['dot'],
    pool: 'forks',
    allowOnly: false,
    // Reading all sources takes a second; on a machine that is busy with tests, many.
    testTimeout: 60_000,
  },
});

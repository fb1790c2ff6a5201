import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { agentVersion } from './version.ts';

it('tells the version of the package', async () => {
  const text = await readFile(join(import.meta.dirname, '../package.json'), 'utf8');
  expect(agentVersion).toBe(JSON.parse(text).version);
});

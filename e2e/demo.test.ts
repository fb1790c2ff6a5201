import { randomUUID } from 'node:crypto';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type FreshFolder, freshFolder } from '@navette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProcesses, type RunOptions, runProgram } from './run-program.ts';
import { pathOf } from './start-platform.ts';

const takenUp = new Set(['.run', 'dossiers']);
let folder: FreshFolder;

// In a folder of its own: the demo begins by forgetting the one before, which somebody may be using.
beforeAll(async () => {
  folder = await freshFolder();
  await mkdir(join(folder.path, 'demo'));
  for (const name of ['apps', 'packages', 'connectors', 'node_modules', 'package.json'])
    await symlink(pathOf(name), join(folder.path, name));
  const source = pathOf('demo');
  await cp(source, join(folder.path, 'demo'), {
    recursive: true,
    filter: (from) => !takenUp.has(from.slice(source.length + 1)),
  });
});

afterAll(() => folder[Symbol.asyncDispose]());

async function runDemo(args: readonly string[], options: RunOptions = {}) {
  const mark = randomUUID();
  const ran = await runProgram(join(folder.path, 'demo', 'demo.ts'), args, {
    ...options,
    env: { NAVETTE_E2E: mark },
  });
  return { ...ran, left: await findProcesses(mark) };
}

describe('the demo', () => {
  it('carries every sample to the partner and the archive, shows why the other did not leave, and ends', async () => {
    const { code, stdout, stderr, left } = await runDemo(['--check']);
    expect(stderr).toBe('');
    expect(stdout).toContain('Navette is ready');
    const lines = stdout.split('\n').filter((line) => / {2}platform \d+ ms {2}/.test(line));
    const carried = lines.filter((line) => /^\S+\.pdf {2}platform \d+ ms {2}partner \d+ ms$/.test(line));
    const refused = lines.filter((line) =>
      /^\S+\.xml {2}platform \d+ ms {2}Non transmis: Format refusé/.test(line),
    );
    expect(carried.length).toBeGreaterThanOrEqual(5);
    expect(refused).toHaveLength(1);
    expect(carried.length + refused.length).toBe(lines.length);
    expect(code).toBe(0);
    expect(left).toEqual([]);
  });

  it('leaves no process behind when it is told to stop by Ctrl-C', async () => {
    const { code, stdout, left } = await runDemo([], { interruptAt: 'Ctrl-C stops everything' });
    expect(stdout).toContain('Navette is ready');
    expect(code).toBe(0);
    expect(left).toEqual([]);
  });
});

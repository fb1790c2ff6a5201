import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startProcess } from './start-process.ts';

async function writeProgram(source: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'navette-start-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const program = join(directory, 'program.ts');
  await writeFile(program, source);
  return program;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('gives what the program said when ready, and ends it', async () => {
  const program = await writeProgram(`
    const port: number = 12;
    console.log('starting');
    console.log(JSON.stringify({ ready: true, port, args: process.argv.slice(2), colour: process.env.COLOUR }));
    setInterval(() => {}, 1_000);
  `);
  const started = await startProcess({ program, args: ['--fast'], env: { COLOUR: 'blue' } });
  expect(started.ready).toEqual({ ready: true, port: 12, args: ['--fast'], colour: 'blue' });
  expect(isAlive(started.pid)).toBe(true);
  await started.stop();
  expect(isAlive(started.pid)).toBe(false);
  await started.stop();
});

test('kills a program that will not end', async () => {
  const program = await writeProgram(`
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1_000);
    console.log('{"ready":true}');
  `);
  const started = await startProcess({ program, stopTimeoutMs: 500 });
  await started.stop();
  expect(isAlive(started.pid)).toBe(false);
});

test('tells what a program printed when it ends before being ready', async () => {
  const program = await writeProgram(`console.error('no port left'); process.exitCode = 3;`);
  await expect(startProcess({ program })).rejects.toThrow(
    /ended \(3\) before it was ready[\s\S]*no port left/,
  );
});

test('leaves nothing running when a program never says that it is ready', async () => {
  const program = await writeProgram(`console.log(process.pid); setInterval(() => {}, 1_000);`);
  const error: unknown = await startProcess({ program, readyTimeoutMs: 1_500 }).catch(
    (thrown: unknown) => thrown,
  );
  const pid = Number(/printed:\n(\d+)/.exec(String(error))?.[1]);
  expect(pid).toBeGreaterThan(0);
  expect(isAlive(pid)).toBe(false);
});

test('keeps a talkative program going', async () => {
  const program = await writeProgram(`
    console.log('{"ready":true}');
    const line = 'x'.repeat(1_000);
    for (let count = 0; count < 1_000; count++) console.log(line);
    process.on('SIGTERM', () => process.exit(0));
    setInterval(() => {}, 1_000);
  `);
  const started = await startProcess({ program });
  await started.stop();
  expect(isAlive(started.pid)).toBe(false);
});

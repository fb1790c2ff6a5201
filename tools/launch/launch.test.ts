import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';

const tools = join(import.meta.dirname, '..');

/** A repository whose npm and vite only write down that they ran, and whose programs say what they were given. */
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launch-'));
  await cp(join(tools, 'launch.mjs'), join(folder, 'tools/launch.mjs'));
  await cp(join(tools, 'launch'), join(folder, 'tools/launch'), { recursive: true });
  await write('package.json', '{ "type": "module" }');
  await write(
    'package-lock.json',
    JSON.stringify({ packages: { '': {}, 'node_modules/vite': { version: '1.0.0' } } }),
  );
  await write('apps/web/package.json', '{}');
  await write('apps/web/src/main.ts', 'first');
  await write('packages/model/src/index.ts', '');
  await write('packages/api/src/index.ts', '');
  await write('packages/einvoice/src/index.ts', '');
  await write('npm-cli.js', npmProgram);
  await write('tools/check.mjs', "console.log('args', process.argv.slice(2).join()); process.exitCode = 3;");
  await write('demo/demo.ts', waitingProgram);
  await write(
    'apps/server/src/main.ts',
    "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync('apps/web/dist/index.html', 'utf8'));",
  );
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const npmProgram = `
import { appendFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
appendFileSync('npm-runs', process.argv.slice(2).join(' ') + '\\n');
rmSync('node_modules', { recursive: true, force: true });
if (existsSync('npm-fails')) { console.error('npm error no room left'); process.exit(1); }
mkdirSync('node_modules/node/bin', { recursive: true });
mkdirSync('node_modules/vite/bin', { recursive: true });
symlinkSync(process.execPath, 'node_modules/node/bin/node');
writeFileSync('node_modules/vite/package.json', '{ "version": "1.0.0" }');
writeFileSync('node_modules/vite/bin/vite.js', \`
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
appendFileSync('../../vite-runs', 'ran\\\\n');
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.html', readFileSync('src/main.ts'));
\`);
`;

const waitingProgram = `
process.on('SIGTERM', () => { console.log('told to stop'); clearInterval(alive); });
const alive = setInterval(() => {}, 1000);
console.log('ready');
`;

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function countLines(path: string): Promise<number> {
  const content = await readFile(join(folder, path), 'utf8').catch(() => '');
  return content.split('\n').length - 1;
}

function start(...args: string[]): ChildProcessWithoutNullStreams {
  const env = { ...process.env, npm_execpath: join(folder, 'npm-cli.js'), npm_lifecycle_event: undefined };
  return spawn(process.execPath, [join(folder, 'tools/launch.mjs'), ...args], {
    cwd: folder,
    env,
    stdio: 'pipe',
  });
}

async function finish(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; out: string; err: string }> {
  const [[code], out, err] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, err };
}

it('installs, then hands on arguments and exit code; a second launch installs nothing', async () => {
  expect(await finish(start('check', 'a', '--b=c d'))).toMatchObject({ code: 3, out: 'args a,--b=c d\n' });
  expect(await finish(start('check'))).toMatchObject({ code: 3, out: 'args \n', err: '' });
  expect(await countLines('npm-runs')).toBe(1);
});

it('installs again when the lock file changed, and when the pinned Node is gone', async () => {
  await finish(start('check'));
  await write(
    'package-lock.json',
    JSON.stringify({ packages: { '': {}, 'node_modules/vite': { version: '2.0.0' } } }),
  );
  await finish(start('check'));
  await rm(join(folder, 'node_modules/node/bin/node'));
  await finish(start('check'));
  expect(await countLines('npm-runs')).toBe(3);
});

it('shows why an install failed, and tries again the next time', async () => {
  await write('npm-fails', '');
  const failed = await finish(start('check'));
  expect(failed.code).toBe(1);
  expect(failed.err).toContain('npm error no room left');
  await rm(join(folder, 'npm-fails'));
  expect(await finish(start('check'))).toMatchObject({ code: 3 });
});

it('installs nothing after one’s own npm install', async () => {
  await finish(start('check'));
  await rm(join(folder, 'node_modules/.navette-lock-hash'));
  const packages = { 'node_modules/vite': { version: '1.0.0' } };
  await write('node_modules/.package-lock.json', JSON.stringify({ packages }));
  await finish(start('check'));
  expect(await countLines('npm-runs')).toBe(1);
});

it('installs once when several are launched together', async () => {
  const ends = await Promise.all([1, 2, 3].map(() => finish(start('check'))));
  expect(ends.map(({ code }) => code)).toEqual([3, 3, 3]);
  expect(await countLines('npm-runs')).toBe(1);
});

it('takes over the lock of a launch that was killed', async () => {
  await write('.navette/launch.lock', 'somebody');
  await utimes(join(folder, '.navette/launch.lock'), 1, 1);
  expect(await finish(start('check'))).toMatchObject({ code: 3 });
});

it('builds the page when one of its sources changed, and only then', async () => {
  expect((await finish(start('start'))).out).toBe('first\n');
  expect((await finish(start('start'))).out).toBe('first\n');
  expect(await countLines('vite-runs')).toBe(1);
  await write('apps/web/src/main.ts', 'second');
  expect((await finish(start('start'))).out).toBe('second\n');
  await write('packages/model/src/index.ts', 'export {};');
  await finish(start('start'));
  expect(await countLines('vite-runs')).toBe(3);
});

it('builds the page again when a build was interrupted', async () => {
  await finish(start('start'));
  await rm(join(folder, 'apps/web/dist/.sources-hash'));
  await finish(start('start'));
  expect(await countLines('vite-runs')).toBe(2);
});

it('hands a signal on once, and waits for the program to end by itself', async () => {
  const child = start('demo');
  child.stdout.once('data', () => {
    child.kill('SIGTERM');
    child.kill('SIGTERM');
  });
  expect(await finish(child)).toMatchObject({ code: 0, out: 'ready\ntold to stop\n' });
});

it('names its commands when it is given none of them', async () => {
  const refused = await finish(start('destroy'));
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('<start|demo|test|');
});

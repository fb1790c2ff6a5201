import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname } from 'node:path';

const signals = process.platform === 'win32' ? ['SIGINT', 'SIGBREAK'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
const shownLines = 30;
const parentPollMs = 250;

/**
 * Runs a program in our place: same terminal, its exit code. Each signal is handed on once; a terminal's Ctrl-C is not, since
 * the terminal gives it to the program itself.
 * @returns {Promise<number>} the exit code, 128 + n when signal n ended it
 */
export async function runProgram(program, args, { cwd, environment }) {
  const child = spawn(program, args, { cwd, stdio: 'inherit', env: { ...process.env, ...environment } });
  const handed = new Set();
  for (const signal of signals) {
    process.on(signal, () => {
      const fromTerminal = signal === 'SIGINT' && process.stdin.isTTY;
      if (!fromTerminal && !handed.has(signal)) child.kill(signal);
      handed.add(signal);
    });
  }
  endWithNpm(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** npm hands a SIGTERM to its shell, which ends without telling us: losing our parent means that npm was told to stop. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    child.kill('SIGTERM');
  }, parentPollMs);
  look.unref();
}

/**
 * Runs a program with its output in a file, whose last lines are in the error when it fails.
 * @param {{ what: string, log: string, cwd?: string, shell?: boolean, environment?: Record<string, string> }} options
 */
export async function runLogged(program, args, { what, log, cwd, shell = false, environment = {} }) {
  await mkdir(dirname(log), { recursive: true });
  const output = createWriteStream(log);
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...environment };
  const child = spawn(program, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.once(signal, forward);
  const end = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  for (const signal of signals) process.off(signal, forward);
  await new Promise((resolve) => output.end(resolve));
  if (end.code === 0) return;
  const shown = summarise(await readFile(log, 'utf8'));
  throw new Error(
    `${shown}\n\n${what} failed (${end.signal ?? `exit code ${end.code}`}). Its whole output: ${log}`,
  );
}

/** npm says what is wrong first and its usage last; others end with what is wrong. */
function summarise(output) {
  const lines = output.trimEnd().split('\n');
  const errors = lines.filter((line) => line.startsWith('npm error'));
  return (errors.length > 0 ? errors.slice(0, shownLines) : lines.slice(-shownLines)).join('\n');
}

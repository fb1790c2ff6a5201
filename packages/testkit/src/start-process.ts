import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface StartOptions {
  /** Path of a TypeScript program. */
  readonly program: string;
  readonly args?: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where what it prints is added; a secret it prints would stand there too. */
  readonly logFile?: string;
  /** Until the program says that it is ready; 15 s unless given. */
  readonly readyTimeoutMs?: number;
  /** How long it has to end when asked to, before it is killed; 5 s unless given. */
  readonly stopTimeoutMs?: number;
}

export interface StartedProcess extends AsyncDisposable {
  readonly pid: number;
  /** What the program said when it was ready: its line `{"ready":true,…}`. To be read with a schema. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Asks it to end, kills it when it takes too long, and waits until it has gone. Calling twice is safe. */
  stop(): Promise<void>;
}

const keptOutputLength = 4_000;

/**
 * Starts a program with this same Node and waits for the line `{"ready":true,…}` on its standard output.
 * @throws Error with the end of what it printed, when it ends or stays silent instead; nothing is left running
 */
export async function startProcess(options: StartOptions): Promise<StartedProcess> {
  const { program, args = [], env = {}, logFile, readyTimeoutMs = 50_000, stopTimeoutMs = 20_000 } = options;
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (logFile !== undefined) logOutput(child, logFile);
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  child.once('close', () => process.off('exit', killWithParent));
  try {
    const ready = await waitUntilReady(child, program, readyTimeoutMs);
    const stop = () => stopProcess(child, stopTimeoutMs);
    return { pid: child.pid ?? 0, ready, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stopProcess(child, stopTimeoutMs);
    throw error;
  }
}

function logOutput({ stdout, stderr }: ChildProcess, logFile: string): void {
  const log = createWriteStream(logFile, { flags: 'a' });
  stdout?.pipe(log, { end: false });
  stderr?.pipe(log, { end: false });
}

async function waitUntilReady(
  child: ChildProcess,
  program: string,
  timeoutMs: number,
): Promise<Record<string, unknown>> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('the outputs of the program are not piped');
  const settled = Promise.withResolvers<Record<string, unknown>>();
  let output = '';
  const keep = (text: string) => {
    output = (output + text).slice(-keptOutputLength);
  };
  const fail = (what: string) => settled.reject(new Error(`${program} ${what}. It printed:\n${output}`));
  stderr.setEncoding('utf8').on('data', keep);
  // Kept flowing for the life of the program: a full pipe would block it.
  createInterface({ input: stdout }).on('line', (line) => {
    keep(`${line}\n`);
    const ready = readReadyLine(line);
    if (ready !== null) settled.resolve(ready);
  });
  child.once('error', (error) => fail(`did not start: ${error.message}`));
  child.once('close', (code, signal) => fail(`ended (${signal ?? code}) before it was ready`));
  const timer = setTimeout(() => fail(`was not ready after ${timeoutMs} ms`), timeoutMs);
  try {
    return await settled.promise;
  } finally {
    clearTimeout(timer);
  }
}

function readReadyLine(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const said = JSON.parse(line) as Record<string, unknown>;
    return said.ready === true ? said : null;
  } catch {
    return null;
  }
}

async function stopProcess(child: ChildProcess, timeoutMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  try {
    await closed;
  } finally {
    clearTimeout(timer);
  }
}

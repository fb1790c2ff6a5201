import { spawn } from 'node:child_process';

/** A program, its arguments, and the account it runs under when that is not ours (POSIX, root only). */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

export interface ProgramResult {
  /** Exit code; `null` when it could not be started, or was stopped by a signal or by the deadline. */
  readonly code: number | null;
  /** Why it could not be started: `ENOENT`, `EACCES`, `EPERM`… */
  readonly startError?: string;
  /** Standard output and error together, at most the last 8,000 characters. */
  readonly output: string;
}

const outputLimit = 8_000;

/**
 * Runs a program to its end, in a neutral environment and folder. Never throws: what happened is in the result.
 * Past `timeoutMs` it is killed.
 */
export async function runProgram(command: Command, timeoutMs: number): Promise<ProgramResult> {
  const { promise, resolve } = Promise.withResolvers<ProgramResult>();
  let output = '';
  const child = spawn(command.file, command.args, {
    ...account(command),
    cwd: neutralFolder,
    env: neutralEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.timeout(timeoutMs),
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-outputLimit);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.once('error', (error: NodeJS.ErrnoException) =>
    resolve({ code: null, startError: error.code ?? error.message, output }),
  );
  child.once('close', (code) => resolve({ code, output }));
  return await promise;
}

/** The account part of spawn's options. */
export function account(command: Command): { uid?: number; gid?: number } {
  return {
    ...(command.uid === undefined ? {} : { uid: command.uid }),
    ...(command.gid === undefined ? {} : { gid: command.gid }),
  };
}

/** A folder every account can stand in: ours may be closed to the one PostgreSQL runs under. */
export const neutralFolder = process.platform === 'win32' ? process.cwd() : '/';

/** Our environment without what would change PostgreSQL's behaviour or the language of its messages. */
export function neutralEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

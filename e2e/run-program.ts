import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';

export interface RanProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** When this is on its standard output, the whole of its group gets a SIGINT, as a terminal's Ctrl-C does. */
  readonly interruptAt?: string;
}

/** Runs a TypeScript program to its end, with this same Node. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RanProgram> {
  const { env = {}, cwd, interruptAt } = options;
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: interruptAt !== undefined,
  });
  let [stdout, stderr, isInterrupted] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (interruptAt === undefined || isInterrupted || !stdout.includes(interruptAt)) return;
    isInterrupted = true;
    process.kill(-(child.pid ?? 0), 'SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const killWithParent = () => void child.kill('SIGKILL');
  process.once('exit', killWithParent);
  const [code] = (await once(child, 'close')) as [number | null];
  process.off('exit', killWithParent);
  return { code, stdout, stderr };
}

/** Command lines of the processes that name a text in it or in their environment. Reads /proc: elsewhere it finds none. */
export async function findProcesses(text: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return command.includes(text) || environment.includes(text) ? [command.replaceAll('\0', ' ')] : [];
    }),
  );
  return found.flat();
}

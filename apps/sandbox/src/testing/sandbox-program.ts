import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const mainPath = fileURLToPath(new URL('../main.ts', import.meta.url));

const readyLine = z.strictObject({
  ready: z.literal(true),
  url: z.string(),
  mailbox: z.string(),
  smtp: z.string(),
});

export interface SandboxProgram extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly ready: z.infer<typeof readyLine>;
  /** Sends the signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<{ code: number | null; elapsedMs: number }>;
}

/** Starts the real program as a process and waits for its first line. Throws with its errors when it ends before. */
export async function startSandboxProgram(args: readonly string[]): Promise<SandboxProgram> {
  const child = spawn(process.execPath, [mainPath, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines = createInterface(child.stdout);
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    ended.then(() => {
      throw new Error(`the sandbox ended before it was ready: ${errors}`);
    }),
  ]);
  const stop = async (signal: NodeJS.Signals) => {
    const start = performance.now();
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await ended;
    return { code: child.exitCode, elapsedMs: performance.now() - start };
  };
  return {
    child,
    ready: readyLine.parse(JSON.parse(line)),
    stop,
    async [Symbol.asyncDispose]() {
      await stop('SIGKILL');
    },
  };
}

/** Servers of other people, started as programs for one test file. */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export interface ServerProgram {
  /** Path of the program. */
  readonly command: string;
  readonly args: readonly string[];
  /** Where it will listen, on 127.0.0.1; it is ready when it does. */
  readonly port: number;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What ends it; SIGTERM unless given. */
  readonly stopSignal?: NodeJS.Signals;
}

const readyTimeoutMs = 50_000;
const stopTimeoutMs = 20_000;
const keptOutputLength = 4_000;

/**
 * Starts a server with all that it starts, and waits until it listens. Disposing of it ends them all, and waits until they have
 * gone. @throws Error with the end of what it printed when it ends or does not listen; nothing is left running
 */
export async function startServer(server: ServerProgram): Promise<AsyncDisposable> {
  const { command, args, port, env = {}, stopSignal = 'SIGTERM' } = server;
  // A group of its own: some servers are several processes.
  const child = spawn(command, args, {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (text: Buffer) => {
    output = (output + text.toString()).slice(-keptOutputLength);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const closed = once(child, 'close').catch(() => []);
  let hasEnded = false;
  child.once('exit', () => {
    hasEnded = true;
  });
  child.once('error', (error) => {
    hasEnded = true;
    output += error.message;
  });
  const signalAll = (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && !hasEnded) process.kill(-child.pid, signal);
  };
  const killWithParent = () => signalAll('SIGKILL');
  process.once('exit', killWithParent);

  async function stop(): Promise<void> {
    signalAll(stopSignal);
    const timer = setTimeout(() => signalAll('SIGKILL'), stopTimeoutMs);
    await closed;
    clearTimeout(timer);
    process.off('exit', killWithParent);
  }

  const giveUpAt = performance.now() + readyTimeoutMs;
  while (hasEnded || !(await isListening(port))) {
    if (hasEnded || performance.now() > giveUpAt) {
      await stop();
      throw new Error(`${command} ${hasEnded ? 'ended' : 'does not listen'}. It printed:\n${output}`);
    }
    await wait(20);
  }
  return { [Symbol.asyncDispose]: stop };
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Below those that systems give to whoever connects, or listens on any port: nobody takes one of these by chance. */
const chosenPorts = { from: 20_000, below: 32_000 };

/** A port of 127.0.0.1 where nothing listens, for programs that cannot choose one; nobody is given it before they listen. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(chosenPorts.from, chosenPorts.below);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

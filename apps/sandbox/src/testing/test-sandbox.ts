import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox.ts';

export interface TestSandbox extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly dataFolder: string;
  /** The sandbox's time; move it to make time pass. */
  readonly clock: { now: number };
}

/** Starts a sandbox in this process, on free ports, in a folder of its own, with a clock that stands still. */
export async function startTestSandbox(options: Pick<SandboxOptions, 'seed'> = {}): Promise<TestSandbox> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'navette-sandbox-'));
  const clock = { now: Date.parse('2026-11-21T09:00:00Z') };
  const sandbox = await startSandbox({
    ...options,
    dataFolder,
    port: 0,
    mailboxPort: 0,
    smtpPort: 0,
    now: () => clock.now,
  });
  return {
    sandbox,
    dataFolder,
    clock,
    async [Symbol.asyncDispose]() {
      await sandbox.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

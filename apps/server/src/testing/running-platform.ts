/** A platform in a process of its own, for what only a process shows: its memory, its death. Linux tells the memory. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@navette/api';
import { type NavetteApi, type StartedProcess, signInTo, startProcess } from '@navette/testkit';
import { z } from 'zod';

export interface RunningPlatform extends AsyncDisposable {
  readonly api: NavetteApi;
  readonly firmId: string;
  readonly port: number;
  /** Ends it as a power cut would, and starts it again on the same data and port. */
  crash(): Promise<void>;
  /** The most memory that the process held, in bytes. */
  peakMemory(): Promise<number>;
}

const ready = z.object({ url: z.string(), setupLink: z.string().nullable() });
const person = { name: 'Claire Morvan', email: 'claire@exemple.fr', password: 'un mot de passe long' };

/** @param dataDir an empty folder */
export async function startPlatform(dataDir: string): Promise<RunningPlatform> {
  let platform = await start(dataDir, '0');
  const { url, setupLink } = ready.parse(platform.ready);
  const port = new URL(url).port;
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ ...person, firmName: 'Morvan & Associés' },
      token: new URL(setupLink ?? '').searchParams.get('token'),
    }),
  });
  if (!answer.ok) throw new Error(`Creating the firm answered ${answer.status}: ${await answer.text()}`);
  const api = await signInTo(url, person.email, person.password);
  const { firms } = await api.call(routes.me);
  return {
    api,
    firmId: firms[0]?.id ?? '',
    port: Number(port),
    async crash() {
      process.kill(platform.pid, 'SIGKILL');
      await platform.stop();
      platform = await start(dataDir, port);
    },
    async peakMemory() {
      const status = await readFile(`/proc/${platform.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
    },
    [Symbol.asyncDispose]: () => platform.stop(),
  };
}

function start(dataDir: string, port: string): Promise<StartedProcess> {
  return startProcess({
    program: join(import.meta.dirname, '../main.ts'),
    args: ['--json'],
    env: { NAVETTE_DATA: dataDir, NAVETTE_PORT: port, NAVETTE_MIN_FREE_BYTES: '0' },
    readyTimeoutMs: 60_000,
    stopTimeoutMs: 15_000,
  });
}

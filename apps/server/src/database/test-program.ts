/**
 * A process of its own that uses the embedded database, for the tests that kill it. Argument: `ProgramOptions` as JSON.
 * Says `{"ready":true,…}` with how to connect, and stops the orderly way on SIGTERM. Its log goes to standard error.
 */
import { createLog } from '../log.ts';
import type { ServerFacts } from './client-config.ts';
import { type EmbeddedServerOptions, startEmbeddedServer } from './embedded-server.ts';
import { openDatabase } from './open-database.ts';

export interface ProgramOptions extends Omit<EmbeddedServerOptions, 'log'> {
  /** Opens the product's database, migrations included, rather than the bare server. */
  readonly withDatabase?: boolean;
  /** Becomes this account before anything else. */
  readonly account?: { readonly uid: number; readonly gid: number };
}

export type ReadyFacts = Partial<ServerFacts> & { readonly owned?: boolean };

const options = JSON.parse(process.argv[2] ?? '{}') as ProgramOptions;
const log = createLog('info');

if (options.account !== undefined) {
  process.setgroups?.([options.account.gid]);
  process.setgid?.(options.account.gid);
  process.setuid?.(options.account.uid);
}

const { facts, stop } = options.withDatabase ? await useDatabase() : await useServer();
process.once('SIGTERM', async () => {
  await stop();
  process.exit(0);
});
console.log(JSON.stringify({ ready: true, ...facts }));

async function useServer(): Promise<{ facts: ReadyFacts; stop: () => Promise<void> }> {
  const { host, port, superuser, password, owned, stop } = await startEmbeddedServer({ ...options, log });
  return { facts: { host, port, superuser, password, owned }, stop };
}

async function useDatabase(): Promise<{ facts: ReadyFacts; stop: () => Promise<void> }> {
  const database = await openDatabase({ ...options, roleSecret: 'secret of the test program', log });
  return { facts: {}, stop: () => database.close() };
}

/**
 * A process of its own that takes background jobs, for the tests that stop and kill it. Argument: `ProgramOptions` as JSON. Its one
 * task says on the channel `test_jobs` that it began, then never ends by itself.
 */
import { once } from 'node:events';
import { embeddedConfig, type ServerFacts } from '../database/client-config.ts';
import { openPools } from '../database/pools.ts';
import { createLog } from '../log.ts';
import type { Platform } from '../platform.ts';
import { readSettings } from '../settings.ts';
import { startJobs } from './start-jobs.ts';
import { defineTask } from './task.ts';

export interface ProgramOptions {
  readonly cluster: ServerFacts & { readonly roleSecret: string };
  readonly databaseName: string;
}

const { cluster, databaseName } = JSON.parse(process.argv[2] ?? '{}') as ProgramOptions;
const log = createLog('error');
const database = openPools(embeddedConfig(cluster, databaseName, cluster.roleSecret), log, async () => {});
// What the task of this program uses of the platform.
const platform = { database, log, settings: readSettings({}) } as Platform;

const hold = defineTask('test.hold', async (_platform, _payload, signal) => {
  await database.queue.query(`select pg_notify('test_jobs', 'began')`);
  await once(signal, 'abort');
  signal.throwIfAborted();
});

const jobs = startJobs(platform, { tasks: [hold], cronLines: [] });
process.once('SIGTERM', async () => {
  await jobs.stop();
  await database.close();
  process.exit(0);
});
console.log(JSON.stringify({ ready: true }));

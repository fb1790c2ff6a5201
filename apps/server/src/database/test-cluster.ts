import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { createLog } from '../log.ts';
import type { ServerFacts } from './client-config.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import { openDatabase } from './open-database.ts';
import { sweepAbandonedClusters } from './test-sweep.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    testCluster: ServerFacts & { readonly roleSecret: string };
  }
}

/** The database of the product, migrated and empty; `testDatabase` clones it. */
export const templateDatabase = 'navette';

const clusterPrefix = 'navette-tests-';
const roleSecret = 'test secret of the roles';

/** Global set-up of the test run: one PostgreSQL that does not flush to the disk, and the template, migrated once. */
export default async function startTestCluster({ provide }: TestProject): Promise<() => Promise<void>> {
  const log = createLog('error');
  await sweepAbandonedClusters(os.tmpdir(), clusterPrefix, log);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), clusterPrefix));
  // Where user namespaces are forbidden, root's tests run PostgreSQL under an account that must be able to come here.
  await chmod(dataDir, 0o755);
  const server = await startEmbeddedServer({ dataDir, log, durable: false });
  const template = await openDatabase({ dataDir, roleSecret, log, durable: false });
  await template.close(); // a template must have no connection
  const { host, port, superuser, password } = server;
  provide('testCluster', { host, port, superuser, password, roleSecret });
  return async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

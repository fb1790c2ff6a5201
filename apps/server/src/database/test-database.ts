import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { createLog } from '../log.ts';
import { embeddedConfig, superuserConfig, withClient } from './client-config.ts';
import { type Database, openPools } from './pools.ts';
import { type ConfigOf, roleName } from './roles.ts';
import { templateDatabase } from './test-cluster.ts';

/**
 * A fresh database with the product's tables and no rows, for one test file: call it at the top of the file (or of a
 * `describe`). It is closed and dropped after the file's last test; closing it earlier is allowed.
 */
export async function testDatabase(): Promise<Database> {
  const { configOf, drop } = await createDatabase(templateDatabase);
  const database = openPools(configOf, createLog('error'), drop);
  afterAll(() => database.close());
  return database;
}

/** How to connect, as each role, to a fresh database without a table; dropped after the file's last test. */
export async function emptyDatabase(): Promise<ConfigOf> {
  const { configOf, drop } = await createDatabase('template0');
  afterAll(drop);
  return configOf;
}

async function createDatabase(template: string): Promise<{ configOf: ConfigOf; drop: () => Promise<void> }> {
  const cluster = inject('testCluster');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const asSuperuser = async (statement: string) =>
    await withClient(superuserConfig(cluster), async (client) => void (await client.query(statement)));
  await asSuperuser(`create database ${name} template ${template} owner ${roleName('owner')}`);
  return {
    configOf: embeddedConfig(cluster, name, cluster.roleSecret),
    drop: () => asSuperuser(`drop database ${name} with (force)`),
  };
}

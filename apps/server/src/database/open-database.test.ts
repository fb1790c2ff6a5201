import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { findRunningDatabase, freshFolder, startProcess } from '@navette/testkit';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../log.ts';
import { superuserConfig, withClient } from './client-config.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import { openDatabase } from './open-database.ts';
import type { Database } from './pools.ts';
import { dataFolder, processesIn, waiting } from './test-server.ts';

const log = createLog('error');
const roleSecret = 'secret of these tests';
const program = path.join(import.meta.dirname, 'test-program.ts');

async function currentUsers(database: Database): Promise<string[]> {
  const text = 'select current_user as name';
  const owner = await database.openClient('owner');
  const app = await database.openClient('app');
  const answers = await Promise.all(
    [owner, app, database.queue, database.auth].map((source) => source.query(text)),
  );
  await Promise.all([owner.end(), app.end()]);
  return answers.map(({ rows }) => rows[0].name);
}

describe('embedded', () => {
  test('five processes that start together share one database, each migration applied once', async () => {
    const dataDir = await dataFolder();
    const args = [JSON.stringify({ dataDir, withDatabase: true, durable: false })];
    const started = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const each = await startProcess({ program, args, readyTimeoutMs: 40_000, stopTimeoutMs: 30_000 });
        onTestFinished(() => each.stop());
        return each;
      }),
    );
    const running = await findRunningDatabase(dataDir);
    const applied = await running.query<{ name: string }>('select name from schema_migrations order by name');
    const files = (await readdir(path.join(import.meta.dirname, 'migrations')))
      .filter((name) => name.endsWith('.sql'))
      .sort();
    expect(applied.map(({ name }) => name)).toEqual(files);
    await Promise.all(started.map((each) => each.stop()));
    expect(await processesIn(dataDir)).toEqual([]);
  });

  test('each role connects as itself, and the pools answer again after the server was killed', async () => {
    const dataDir = await dataFolder();
    await using database = await openDatabase({ dataDir, roleSecret, log, durable: false });
    const expected = ['navette_owner', 'navette_app', 'navette_queue', 'navette_auth'];
    expect(await currentUsers(database)).toEqual(expected);
    process.kill((await findRunningDatabase(dataDir)).pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await currentUsers(database)).toEqual(expected), waiting);
  });

  test('a dedicated connection hears notifications, and closing ends it', async () => {
    const dataDir = await dataFolder();
    const database = await openDatabase({ dataDir, roleSecret, log, durable: false });
    const client = await database.openClient('queue');
    const heard = Promise.withResolvers<string | undefined>();
    client.on('notification', ({ payload }) => heard.resolve(payload));
    await client.query('listen wake');
    await database.queue.query(`select pg_notify('wake', 'now')`);
    expect(await heard.promise).toBe('now');
    const ended = new Promise((resolve) => client.once('end', resolve));
    await Promise.all([database.close(), database.close()]);
    await ended;
    expect(await processesIn(dataDir)).toEqual([]);
  });

  test('a migration that fails leaves no server running', async () => {
    const dataDir = await dataFolder();
    await (await openDatabase({ dataDir, roleSecret, log, durable: false })).close();
    const server = await startEmbeddedServer({ dataDir, log, durable: false });
    await withClient({ ...superuserConfig(server), database: 'navette' }, (client) =>
      client.query(`insert into schema_migrations (name, sha256) values ('9999-newer.sql', '')`),
    );
    await server.stop();
    await expect(openDatabase({ dataDir, roleSecret, log, durable: false })).rejects.toMatchObject({
      code: 'migration_refused',
    });
    expect(await processesIn(dataDir)).toEqual([]);
  });
});

describe('with DATABASE_URL', async () => {
  // A server where passwords are really asked for.
  const folder = await freshFolder();
  const server = await startEmbeddedServer({ dataDir: folder.path, log, durable: false, loopback: true });
  afterAll(async () => {
    await server.stop();
    await folder[Symbol.asyncDispose]();
  });
  const unused = path.join(folder.path, 'unused');

  async function asSuperuser(...statements: string[]): Promise<void> {
    await withClient(superuserConfig(server), async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  }

  /** A database of an operator's own, made by him; everything in it goes after the test. */
  async function makeDatabase(rights: string): Promise<string> {
    const loginRoles = ['navette_app', 'navette_queue', 'navette_auth'];
    onTestFinished(async () => {
      await asSuperuser('drop database if exists books with (force)');
      for (const name of [...loginRoles, 'accountant']) await asSuperuser(`drop role if exists ${name}`);
    });
    await asSuperuser(
      `create role accountant login password 'p@ss/word' ${rights}`,
      'create database books owner accountant',
    );
    return `postgres://accountant:${encodeURIComponent('p@ss/word')}@127.0.0.1:${server.port}/books`;
  }

  const open = (databaseUrl: string, secret = roleSecret) =>
    openDatabase({ dataDir: unused, databaseUrl, roleSecret: secret, log });

  test('an owner that may create roles is enough; the others come in with passwords of their own', async () => {
    const databaseUrl = await makeDatabase('createrole');
    await using database = await open(databaseUrl);
    expect(await currentUsers(database)).toEqual([
      'accountant',
      'navette_app',
      'navette_queue',
      'navette_auth',
    ]);
    await using again = await open(databaseUrl);
    expect(await currentUsers(again)).toHaveLength(4);
    await expect(readdir(unused)).rejects.toThrow('ENOENT');
    await using other = await open(databaseUrl, 'another secret');
    expect(await currentUsers(other)).toHaveLength(4);
  });

  test('no password can be read from the roles the server keeps', async () => {
    await using _ = await open(await makeDatabase('createrole'));
    await withClient(superuserConfig(server), async (client) => {
      const { rows } = await client.query(`select rolpassword from pg_authid where rolname like 'navette%'`);
      expect(rows).toHaveLength(3);
      for (const { rolpassword } of rows) expect(rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
    });
  });

  test('an owner without CREATEROLE is told what he needs', async () => {
    const refusal = open(await makeDatabase(''));
    await expect(refusal).rejects.toMatchObject({ code: 'database_not_usable' });
    await expect(refusal).rejects.toThrow(/may not create the role navette_app; give it CREATEROLE/);
  });

  test.each([
    ['superuser', 'alter role navette_app superuser', /rights above an ordinary role/],
    ['bypassrls', 'alter role navette_app bypassrls', /rights above an ordinary role/],
    ['another role’s rights', 'grant postgres to navette_app', /has the rights of another role/],
    ['a database', 'alter database books owner to navette_app', /owns something/],
  ])('a product’s role that was given %s is refused', async (_, statement, words) => {
    const databaseUrl = await makeDatabase('createrole');
    await (await open(databaseUrl)).close();
    await asSuperuser(statement);
    onTestFinished(() => asSuperuser('alter database books owner to accountant').catch(() => {}));
    await expect(open(databaseUrl)).rejects.toThrow(words);
  });

  test('a second Navette on the same server does not change the passwords of the first', async () => {
    const databaseUrl = await makeDatabase('createrole');
    await using first = await open(databaseUrl);
    await asSuperuser('create database others owner accountant');
    onTestFinished(() => asSuperuser('drop database others with (force)'));
    await expect(open(databaseUrl.replace('/books', '/others'), 'another secret')).rejects.toThrow(
      /serves another database/,
    );
    await first.queue.query('select 1');
  });

  test('an address that cannot be reached, or a wrong password, is told without the password', async () => {
    const databaseUrl = await makeDatabase('createrole');
    const wrong = await open(databaseUrl.replace('p%40ss', 'wrong')).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: 'database_not_usable' });
    expect(String(wrong)).toMatch(
      /accountant cannot connect to 127\.0\.0\.1:\d+\/books \(password authentication failed/,
    );
    const nowhere = await open('postgres://someone:hidden@127.0.0.1:1/books').catch(
      (error: unknown) => error,
    );
    expect(nowhere).toMatchObject({ code: 'database_not_usable' });
    expect(`${wrong}${nowhere}`).not.toMatch(/hidden|wrong\/word/);
  });
});

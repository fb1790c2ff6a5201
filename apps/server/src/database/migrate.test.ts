import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freshFolder } from '@navette/testkit';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../log.ts';
import { migrate } from './migrate.ts';
import type { ConfigOf } from './roles.ts';
import { emptyDatabase } from './test-database.ts';

const log = createLog('error');

async function connectAsOwner(configOf: ConfigOf): Promise<pg.Client> {
  const client = new pg.Client(configOf('owner'));
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function migrationsFolder(files: Record<string, string>): Promise<string> {
  const folder = await freshFolder();
  onTestFinished(() => folder[Symbol.asyncDispose]());
  for (const [name, sql] of Object.entries(files)) await writeFile(path.join(folder.path, name), sql);
  return folder.path;
}

async function rowsOf(owner: pg.Client, text: string): Promise<unknown[]> {
  return (await owner.query({ text, rowMode: 'array' })).rows.flat();
}

const databases = await Promise.all(Array.from({ length: 8 }, () => emptyDatabase()));
function nextDatabase(): ConfigOf {
  const configOf = databases.pop();
  if (configOf === undefined) throw new Error('one more database is needed');
  return configOf;
}

test('applies what is new, in the order of names, as the owner, and nothing twice', async () => {
  const owner = await connectAsOwner(nextDatabase());
  const folder = await migrationsFolder({
    '0002-second.sql':
      'insert into steps values (2, current_user); insert into steps values (3, current_user);',
    '0001-first.sql':
      'create table steps (number int, who text); insert into steps values (1, current_user);',
    'README.md': 'not a migration',
  });
  expect(await migrate(owner, log, folder)).toEqual(['0001-first.sql', '0002-second.sql']);
  expect(await migrate(owner, log, folder)).toEqual([]);
  await writeFile(path.join(folder, '0003-third.sql'), 'insert into steps values (4, current_user);');
  expect(await migrate(owner, log, folder)).toEqual(['0003-third.sql']);
  expect(await rowsOf(owner, 'select number from steps order by number')).toEqual([1, 2, 3, 4]);
  expect(await rowsOf(owner, 'select distinct who from steps')).toEqual(['navette_owner']);
});

test('a migration that fails leaves nothing of itself, keeps those before it, and is tried again', async () => {
  const owner = await connectAsOwner(nextDatabase());
  const folder = await migrationsFolder({
    '0001-first.sql': 'create table steps (number int);',
    '0002-broken.sql':
      'insert into steps values (2); create table half (number int); select no_such_column from steps;',
  });
  await expect(migrate(owner, log, folder)).rejects.toMatchObject({ code: 'migration_refused' });
  await expect(migrate(owner, log, folder)).rejects.toThrow(/0002-broken\.sql failed .*no_such_column/);
  expect(await rowsOf(owner, `select to_regclass('half')::text`)).toEqual([null]);
  expect(await rowsOf(owner, 'select count(*)::int from steps')).toEqual([0]);
  await writeFile(path.join(folder, '0002-broken.sql'), 'insert into steps values (2);');
  expect(await migrate(owner, log, folder)).toEqual(['0002-broken.sql']);
});

test('a migration that changed after it was applied is refused, its line ends aside', async () => {
  const owner = await connectAsOwner(nextDatabase());
  const folder = await migrationsFolder({ '0001-first.sql': 'create table steps (\n  number int\n);\n' });
  await migrate(owner, log, folder);
  await writeFile(path.join(folder, '0001-first.sql'), 'create table steps (\r\n  number int\r\n);\r\n');
  expect(await migrate(owner, log, folder)).toEqual([]);
  await writeFile(path.join(folder, '0001-first.sql'), 'create table steps (\n  number bigint\n);\n');
  await expect(migrate(owner, log, folder)).rejects.toThrow(/0001-first\.sql changed after it was applied/);
});

test('a database that is newer than the code is refused', async () => {
  const owner = await connectAsOwner(nextDatabase());
  const folder = await migrationsFolder({ '0001-first.sql': 'select 1;', '0002-newer.sql': 'select 2;' });
  await migrate(owner, log, folder);
  await rm(path.join(folder, '0002-newer.sql'));
  await expect(migrate(owner, log, folder)).rejects.toThrow(
    /newer than this version of Navette: it knows 0002-newer\.sql/,
  );
});

test('a new migration that sorts before an applied one is refused', async () => {
  const owner = await connectAsOwner(nextDatabase());
  const folder = await migrationsFolder({ '0002-second.sql': 'select 2;' });
  await migrate(owner, log, folder);
  await writeFile(path.join(folder, '0001-late.sql'), 'select 1;');
  await expect(migrate(owner, log, folder)).rejects.toThrow(/0001-late\.sql comes before 0002-second\.sql/);
});

test('several that start together apply each migration once', async () => {
  const configOf = nextDatabase();
  const owners = await Promise.all(Array.from({ length: 6 }, () => connectAsOwner(configOf)));
  const folder = await migrationsFolder({
    '0001-first.sql': 'create table steps (number int);',
    '0002-slow.sql': 'insert into steps values (1); select pg_sleep(0.2);',
  });
  const applied = await Promise.all(owners.map((owner) => migrate(owner, log, folder)));
  expect(applied.flat().sort()).toEqual(['0001-first.sql', '0002-slow.sql']);
  expect(await rowsOf(await connectAsOwner(configOf), 'select number from steps')).toEqual([1]);
});

test('the product’s own migrations apply to an empty database', async () => {
  const owner = await connectAsOwner(nextDatabase());
  const applied = await migrate(owner, log);
  expect(applied.length).toBeGreaterThan(0);
  expect(await migrate(owner, log)).toEqual([]);
});

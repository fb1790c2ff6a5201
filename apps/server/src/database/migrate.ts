import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { NavetteError } from '@navette/model';
import type { ClientBase } from 'pg';
import type { Log } from '../log.ts';
import { withPreparationLock } from './preparation-lock.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const productMigrations = path.join(import.meta.dirname, 'migrations');

/**
 * Applies the `.sql` files of `folder` that were not applied yet, in the order of their names, each in its own transaction
 * with its record. Calling it again, or from several processes at once, is safe.
 * @param owner connected as the role that owns the tables
 * @returns the names applied by this call
 * @throws migration_refused when an applied file changed, disappeared (the database is newer than this code), or when a new
 * one sorts before one already applied
 */
export async function migrate(owner: ClientBase, log: Log, folder = productMigrations): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return await withPreparationLock(owner, async () => {
    await owner.query(
      `create table if not exists schema_migrations (
         name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp())`,
    );
    const pending = pendingMigrations(migrations, await readApplied(owner));
    for (const migration of pending) {
      await apply(owner, migration);
      log.info('migration applied', { migration: migration.name });
    }
    return pending.map(({ name }) => name);
  });
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return await Promise.all(
    names.map(async (name) => {
      // A checkout on Windows may have changed the line ends: the same migration all the same.
      const sql = (await readFile(path.join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

type Applied = ReadonlyMap<string, string>;

async function readApplied(owner: ClientBase): Promise<Applied> {
  const { rows } = await owner.query<{ name: string; sha256: string }>(
    'select name, sha256 from schema_migrations',
  );
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

function pendingMigrations(migrations: readonly Migration[], applied: Applied): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const last = [...applied.keys()].sort().at(-1) ?? '';
  for (const [name, sha256] of applied) {
    const migration = known.get(name);
    if (migration === undefined)
      throw refused(`the database is newer than this version of Navette: it knows ${name}`);
    if (migration.sha256 !== sha256)
      throw refused(`${name} changed after it was applied; write a new migration instead`);
  }
  const pending = migrations.filter(({ name }) => !applied.has(name));
  const late = pending.find(({ name }) => name < last);
  if (late !== undefined)
    throw refused(`${late.name} comes before ${last}, which is already applied; rename it`);
  return pending;
}

async function apply(owner: ClientBase, { name, sql, sha256 }: Migration): Promise<void> {
  try {
    await owner.query('begin');
    await owner.query(sql);
    await owner.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256]);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback').catch(() => {});
    throw new NavetteError(
      'migration_refused',
      { detail: `${name} failed (${(error as Error).message})` },
      error,
    );
  }
}

function refused(detail: string): NavetteError {
  return new NavetteError('migration_refused', { detail });
}

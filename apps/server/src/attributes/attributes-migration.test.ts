import { randomUUID } from 'node:crypto';
import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '@navette/testkit';
import pg from 'pg';
import { expect, it } from 'vitest';
import { migrate } from '../database/migrate.ts';
import { emptyDatabase } from '../database/test-database.ts';
import { createLog } from '../log.ts';

const configOf = await emptyDatabase();
const migrations = join(import.meta.dirname, '../database/migrations');
const at = '2026-11-21T08:00:00.000Z';

it('the migration keeps every SIRET, reason and code, firm by firm, and makes no code unique that is shared', async () => {
  await using folder = await freshFolder();
  const names = (await readdir(migrations)).sort();
  const copy = (isWanted: (name: string) => boolean) =>
    Promise.all(
      names.filter(isWanted).map((name) => copyFile(join(migrations, name), join(folder.path, name))),
    );
  await copy((name) => name < '0006');
  const owner = new pg.Client(configOf('owner'));
  await owner.connect();
  try {
    await migrate(owner, createLog('error'), folder.path);
    const [plain, shared, empty] = [randomUUID(), randomUUID(), randomUUID()];
    await addFirm(owner, plain, [
      ['Menuiserie Aubertin', 'AUB 001', '73282932000074', null],
      ['Garage 10', 'gar', '73282932000075', 'vu sur le Kbis'],
      ['Sans rien', null, null, null],
    ]);
    await addFirm(owner, shared, [
      ['Un', 'A 1', null, null],
      ['Deux', 'a1', null, null],
    ]);
    await addFirm(owner, empty, []);
    await copy((name) => name >= '0006');
    await migrate(owner, createLog('error'), folder.path);

    expect(await read(owner, plain)).toEqual([
      ['Garage 10', 'Code dossier', 'gar', 'gar', true, null],
      ['Garage 10', 'SIRET', '73282932000075', '73282932000075', false, 'vu sur le Kbis'],
      ['Menuiserie Aubertin', 'Code dossier', 'AUB 001', 'aub001', true, null],
      ['Menuiserie Aubertin', 'SIRET', '73282932000074', '73282932000074', false, null],
    ]);
    expect(await read(owner, shared)).toEqual([
      ['Deux', 'Code dossier', 'a1', 'a1', false, null],
      ['Un', 'Code dossier', 'A 1', 'a1', false, null],
    ]);
    const labels = await inFirm(owner, empty, 'select label, kind from attributes order by position');
    expect(labels).toEqual([
      ['SIRET', 'siret'],
      ['Code dossier', 'code'],
      ['E-mail de collecte', 'email'],
    ]);
    const keys = await inFirm(owner, plain, 'select search_key, sort_key from clients order by sort_key');
    expect(keys[0]).toEqual(['garage 10 gar 73282932000075', 'garage 00000000000010']);
    expect(keys[1]?.[0]).toBe('menuiserie aubertin aub 001 73282932000074 aub001');
  } finally {
    await owner.end();
  }
});

type Row = readonly [name: string, code: string | null, siret: string | null, reason: string | null];

async function addFirm(owner: pg.Client, firmId: string, clients: readonly Row[]): Promise<void> {
  await owner.query(
    `insert into firms (id, name, web_service_id, folder_template, created_at) values ($1, 'Cabinet', $2, '[]', $3)`,
    [firmId, firmId, at],
  );
  for (const [name, code, siret, reason] of clients) {
    const searchKey = [name, code, siret]
      .filter((text) => text !== null)
      .join(' ')
      .toLowerCase();
    await inFirm(
      owner,
      firmId,
      `insert into clients (firm_id, id, name, search_key, code, siret, siret_override_reason, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [firmId, randomUUID(), name, searchKey, code, siret, reason, at],
    );
  }
}

function read(owner: pg.Client, firmId: string): Promise<unknown[][]> {
  return inFirm(
    owner,
    firmId,
    `select c.name, a.label, v.value, v.value_key, v.is_unique, v.override_reason
     from attribute_values v join clients c on c.id = v.client_id join attributes a on a.id = v.attribute_id
     order by c.name, a.label`,
  );
}

/** The owner sees clients firm by firm, like everyone. */
async function inFirm(
  owner: pg.Client,
  firmId: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<unknown[][]> {
  await owner.query(`begin`);
  await owner.query(`select set_config('navette.firm_id', $1, true)`, [firmId]);
  const { rows } = await owner.query({ text, values: [...values], rowMode: 'array' });
  await owner.query('commit');
  return rows;
}

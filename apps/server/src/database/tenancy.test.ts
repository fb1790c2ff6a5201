import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { inFirm } from './tenancy.ts';
import { testDatabase } from './test-database.ts';

const database = await testDatabase();
const at = '2026-11-21T08:00:00.000Z';
const [one, other] = [randomUUID(), randomUUID()];

/** Tables of the product with the firm's column, as the catalogue has them. */
const tables = await listTables();

async function listTables(): Promise<{ name: string; firmColumn: string }[]> {
  const owner = await database.openClient('owner');
  const { rows } = await owner.query<{ name: string; firmColumn: string }>(
    `select c.relname as name, a.attname as "firmColumn"
       from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = case c.relname when 'firms' then 'id' else 'firm_id' end
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`,
  );
  await owner.end();
  return rows;
}

beforeAll(async () => {
  for (const id of [one, other]) {
    await inFirm(database.app, id, async (transaction) => {
      await transaction
        .insertInto('firms')
        .values({ id, name: id, web_service_id: id, folder_template: '[]', created_at: at })
        .execute();
      await transaction
        .insertInto('clients')
        .values({ firm_id: id, id, name: 'Client', search_key: 'client', created_at: at })
        .execute();
    });
  }
});

describe('inside one firm', () => {
  test('its rows are seen and no others', async () => {
    const seen = await inFirm(database.app, one, (transaction) =>
      transaction.selectFrom('clients').select('firm_id').execute(),
    );
    expect(seen).toEqual([{ firm_id: one }]);
    const asked = await inFirm(database.app, one, (transaction) =>
      transaction.selectFrom('clients').selectAll().where('firm_id', '=', other).execute(),
    );
    expect(asked).toEqual([]);
  });

  test('another firm’s rows cannot be written, changed, taken or removed', async () => {
    const write = inFirm(database.app, one, (transaction) =>
      transaction
        .insertInto('clients')
        .values({ firm_id: other, id: randomUUID(), name: 'Client', search_key: 'client', created_at: at })
        .execute(),
    );
    await expect(write).rejects.toMatchObject({ code: '42501' });
    const give = inFirm(database.app, one, (transaction) =>
      transaction.updateTable('clients').set({ firm_id: other }).execute(),
    );
    await expect(give).rejects.toMatchObject({ code: '42501' });
    await inFirm(database.app, one, async (transaction) => {
      await transaction
        .updateTable('clients')
        .set({ name: 'Changed' })
        .where('firm_id', '=', other)
        .execute();
      await transaction.deleteFrom('clients').where('firm_id', '=', other).execute();
    });
    const kept = await inFirm(database.app, other, (transaction) =>
      transaction.selectFrom('clients').select('name').execute(),
    );
    expect(kept).toEqual([{ name: 'Client' }]);
  });

  test('work that throws leaves nothing, and its error comes through', async () => {
    const failure = new Error('half-way');
    const work = inFirm(database.app, one, async (transaction) => {
      await transaction.updateTable('clients').set({ name: 'Changed' }).execute();
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    const names = await inFirm(database.app, one, (transaction) =>
      transaction.selectFrom('clients').select('name').execute(),
    );
    expect(names).toEqual([{ name: 'Client' }]);
  });

  test('a firm that does not exist has nothing, and what is not a firm’s id is refused', async () => {
    const nothing = await inFirm(database.app, randomUUID(), (transaction) =>
      transaction.selectFrom('clients').selectAll().execute(),
    );
    expect(nothing).toEqual([]);
    const refused = inFirm(database.app, `' or true --`, (transaction) =>
      transaction.selectFrom('clients').selectAll().execute(),
    );
    await expect(refused).rejects.toMatchObject({ code: '22P02' });
  });
});

describe('outside any firm', () => {
  test.each(tables)('$name shows nothing to the product’s role', async ({ name }) => {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(database.app);
    expect(rows).toEqual([]);
  });

  test('nothing is seen on a connection that served a firm before, where the setting is now empty', async () => {
    await database.app.connection().execute(async (connection) => {
      const seen = await connection.transaction().execute(async (transaction) => {
        await sql`select set_config('navette.firm_id', ${one}, true)`.execute(transaction);
        return await transaction.selectFrom('clients').select('firm_id').execute();
      });
      expect(seen).toEqual([{ firm_id: one }]);
      const { rows } = await sql<{
        setting: string;
      }>`select current_setting('navette.firm_id', true) as setting`.execute(connection);
      expect(rows).toEqual([{ setting: '' }]);
      for (const { name } of tables) {
        expect((await sql`select * from ${sql.table(name)}`.execute(connection)).rows).toEqual([]);
      }
    });
  });

  test('nothing can be written', async () => {
    const write = database.app
      .insertInto('clients')
      .values({ firm_id: one, id: randomUUID(), name: 'Client', search_key: 'client', created_at: at })
      .execute();
    await expect(write).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the product’s role cannot leave its cage', () => {
  test.each([
    ['become the owner', 'set role navette_owner'],
    ['become the superuser', 'set session authorization postgres'],
    ['switch the policies off', 'alter table clients disable row level security'],
    ['drop a policy', 'drop policy firm on clients'],
    ['give itself rights', 'alter role navette_app bypassrls'],
    ['read the migrations’ record', 'select * from schema_migrations'],
    ['make a table', 'create table mine (id int)'],
    ['read files of the server', `select pg_read_file('postmaster.pid')`],
    ['run a program', `copy (select 1) to program 'true'`],
    ['empty a table, which policies do not hold', 'truncate clients cascade'],
    ['read sign-in data', 'select * from auth."user"'],
  ])('to %s', async (_, statement) => {
    await expect(sql.raw(statement).execute(database.app)).rejects.toMatchObject({ code: '42501' });
  });

  test('nor by asking for a read without policies', async () => {
    await database.app.connection().execute(async (connection) => {
      await sql`set row_security = off`.execute(connection);
      await expect(sql`select * from clients`.execute(connection)).rejects.toMatchObject({ code: '42501' });
      await sql`reset row_security`.execute(connection);
    });
  });
});

test('every table of the product has forced policies, belongs to the owner, and has its firm first in its key', async () => {
  const owner = await database.openClient('owner');
  const { rows } = await owner.query(
    `select c.relname as name
       from pg_class c left join pg_index i on i.indrelid = c.oid and i.indisprimary
            left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and not (c.relrowsecurity and c.relforcerowsecurity and pg_get_userbyid(c.relowner) = 'navette_owner'
                 and (a.attname = 'firm_id' or c.relname = 'firms'))
      order by 1`,
  );
  await owner.end();
  // Neither holds anything of a firm: the record of migrations, and the proof of the master key.
  expect(rows.map(({ name }) => name)).toEqual(['master_key_sentinel', 'schema_migrations']);
});

/**
 * The functions that run with their owner's rights, each read by a person: they do what the product's role may not (take history and
 * bytes away), in the transaction's own firm alone. Another one needs a line here, and a reason in docs/decisions/0007.
 */
const ownersFunctions = ['erase_client', 'erase_documents', 'erase_folders'];

describe('functions that run with their owner’s rights', async () => {
  const owner = await database.openClient('owner');
  const { rows } = await owner.query<{
    name: string;
    settings: string[] | null;
    owner: string;
    callers: string[];
    source: string;
  }>(
    `select p.proname as name, p.proconfig as settings, pg_get_userbyid(p.proowner) as owner, p.prosrc as source,
            (select array_agg(case a.grantee when 0 then 'everybody' else pg_get_userbyid(a.grantee)::text end)
               from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a) as callers
       from pg_proc p
      where p.prosecdef and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      order by 1`,
  );
  await owner.end();

  test('are those that were reviewed', () => {
    expect(rows.map(({ name }) => name)).toEqual(ownersFunctions);
  });

  test.each(rows)(
    '$name belongs to the owner, is called by the product alone, and looks for names nowhere else',
    (found) => {
      expect({ ...found, callers: found.callers.toSorted() }).toMatchObject({
        owner: 'navette_owner',
        callers: ['navette_app', 'navette_owner'],
        settings: ['search_path=public, pg_temp'],
      });
    },
  );

  test.each(rows)(
    '$name takes the firm of the transaction, and names it for each table that it touches',
    ({ source }) => {
      expect(source).toMatch(/firm uuid := current_firm\(\);/);
      expect(source).toContain(`if firm is null then raise exception 'Outside a firm'; end if;`);
      const known = new Set(tables.map(({ name }) => name));
      const touched = [...source.matchAll(/\b(?:from|join|using|update)\s+(\w+)\s+(\w+)\b/g)].filter(
        ([, table = '']) => known.has(table),
      );
      expect(touched.length).toBeGreaterThan(1);
      for (const [, table, alias] of touched) expect(source, table).toContain(`${alias}.firm_id = firm`);
      // What has no alias cannot be checked: only rows of the firm's own are inserted without one.
      const bare = [...source.matchAll(/\b(?:from|join|using|update)\s+(\w+)\s*(?:where|set|;|\))/g)];
      expect(bare.map(([, table]) => table).filter((table) => known.has(table ?? ''))).toEqual([]);
      for (const [, values] of source.matchAll(/insert into \w+ \(firm_id[^)]*\) values \((\w+)/g))
        expect(values).toBe('firm');
      // Nothing is put together as text.
      expect(source).not.toMatch(/\bexecute\b/i);
    },
  );

  test('reach nothing of another firm, and do nothing outside of one', async () => {
    await inFirm(database.app, one, async (transaction) => {
      const { rows: erased } = await sql<{ count: number }>`
        select erase_client(${other}::uuid, ${at}::timestamptz) as count`.execute(transaction);
      expect(erased).toEqual([{ count: 0 }]);
    });
    const kept = await inFirm(database.app, other, (transaction) =>
      transaction.selectFrom('clients').select('name').execute(),
    );
    expect(kept).toEqual([{ name: 'Client' }]);
    for (const call of [
      sql`select erase_client(${one}::uuid, ${at}::timestamptz)`,
      sql`select erase_documents(array[${one}::uuid], ${at}::timestamptz)`,
      sql`select erase_folders(array[${one}::uuid])`,
    ])
      await expect(call.execute(database.app)).rejects.toThrow('Outside a firm');
    for (const role of [database.queue, database.auth])
      await expect(role.query(`select erase_folders('{}')`)).rejects.toMatchObject({ code: '42501' });
  });
});

test('the queue sees deliveries of every firm and no word of a document', async () => {
  await expect(database.queue.query('select id, firm_id from deliveries')).resolves.toMatchObject({
    rows: [],
  });
  for (const statement of [
    'select name from documents',
    'select partner_ref from deliveries',
    'select name from clients',
  ]) {
    await expect(database.queue.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
});

test('sign-in sees who belongs to which firm, and no document', async () => {
  const { rows } = await database.auth.query<{ id: string }>('select id from firms');
  expect(rows.map(({ id }) => id).sort()).toEqual([one, other].sort());
  for (const statement of [
    'select * from clients',
    'select * from documents',
    'update firms set name = name',
  ]) {
    await expect(database.auth.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
});

import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from './test-database.ts';

const database = await testDatabase();

it('goes on when a connection breaks inside a transaction, between two statements', async () => {
  const broken = database.app.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    // A role may end its own connections.
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.app);
    // Read until the server has said goodbye on this connection, which nobody is asking anything.
    for (;;) {
      const alive = await sql<{
        count: number;
      }>`select count(*) as count from pg_stat_activity where pid = ${rows[0]?.pid}`.execute(database.app);
      if (alive.rows[0]?.count === 0) break;
    }
    await sql`select 1`.execute(trx);
  });
  await expect(broken).rejects.toThrow();
  expect((await sql<{ one: number }>`select 1 as one`.execute(database.app)).rows).toEqual([{ one: 1 }]);
});

import type { ClientBase } from 'pg';

// An advisory lock of the database one is connected to. 0x4e415645 spells NAVE; 1 and 2 are the embedded server's.
const preparation = '1312904773, 3';

/**
 * Does `work` while no other process does its own under this lock: creating roles, a database, tables. Waits for the others;
 * falls with the connection. The same connection may hold it twice.
 */
export async function withPreparationLock<Result>(
  client: ClientBase,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(`select pg_advisory_lock(${preparation})`);
  try {
    return await work();
  } finally {
    await client.query(`select pg_advisory_unlock(${preparation})`).catch(() => {});
  }
}

/**
 * Which processes that run jobs are alive. A job belongs to its pool while it runs; each pool holds an advisory lock in its name on
 * a connection of its own, which falls with the process however it ends. Jobs of a pool whose lock is free are handed to the others
 * within seconds, where graphile-worker by itself would wait for four hours.
 */
import type pg from 'pg';
import type { Database } from '../database/open-database.ts';
import type { Log } from '../log.ts';

export interface LivePools {
  /** Holds the lock of a pool of this process. To be awaited before the pool takes its first job. */
  announce(poolId: string): Promise<void>;
  /** Lets go of every pool of this process: none of them runs any more. */
  retire(): Promise<void>;
  /** Hands back the jobs of dead pools. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const lockOf = (name: string) => `hashtextextended('navette jobs ' || ${name}, 0)`;

/** The end of a machine that cannot say goodbye is seen after about half a minute. */
const keepAlive =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

export function createLivePools(database: Database, log: Log): LivePools {
  const announced = new Set<string>();
  let holder: Promise<pg.Client> | null = null;
  let isClosed = false;

  function hold(): Promise<pg.Client> {
    if (holder !== null) return holder;
    const opening = open();
    const forget = () => {
      if (holder === opening) holder = null;
    };
    // Until it is opened again, jobs of this process may be given to another: each bears being run twice.
    opening.then((client) => client.once('end', forget), forget);
    holder = opening;
    return opening;
  }

  async function open(): Promise<pg.Client> {
    const client = await database.openClient('queue');
    try {
      await client.query(keepAlive);
      for (const poolId of announced) await lock(client, poolId);
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
  }

  async function lock(client: pg.Client, poolId: string): Promise<void> {
    await client.query(`select pg_advisory_lock(${lockOf('$1::text')})`, [poolId]);
  }

  return {
    async announce(poolId) {
      if (announced.has(poolId)) return;
      // First, so that whichever connection is opened next holds it too.
      announced.add(poolId);
      await lock(await hold(), poolId);
    },
    async retire() {
      announced.clear();
      await (await holder?.catch(() => null))?.query('select pg_advisory_unlock_all()');
    },
    async sweep() {
      if (isClosed) return;
      await hold();
      const { rows } = await database.jobs.query<{ freed: string[] | null }>(freeDeadPools);
      const freed = rows[0]?.freed ?? [];
      if (freed.length > 0) log.warn('Jobs of processes that died were handed back', { pools: freed });
    },
    async close() {
      isClosed = true;
      await (await holder?.catch(() => null))?.end();
    },
  };
}

/** On another connection than the holder's: a lock that one holds oneself would look free. */
const freeDeadPools = `
  with owners as materialized (
    select locked_by from graphile_worker._private_jobs where locked_by is not null
    union
    select locked_by from graphile_worker._private_job_queues where locked_by is not null
  ), dead as materialized (
    select array_agg(locked_by) as pools from owners where pg_try_advisory_xact_lock(${lockOf('locked_by')})
  )
  select pools as freed, graphile_worker.force_unlock_workers(pools) from dead`;

import { join } from 'node:path';
import { startProcess } from '@navette/testkit';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { runDueJobs } from '../testing/run-due-jobs.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import type { JobPayload } from './jobs.ts';
import { type RunningJobs, startJobs } from './start-jobs.ts';
import { defineTask } from './task.ts';
import type { ProgramOptions } from './test-jobs-program.ts';

// What dead processes leave is looked for with each heartbeat.
const platform = await testPlatform([], { heartbeatMs: 200 });
const { database } = platform;
const [firm, other] = [{ id: platform.newId() }, { id: platform.newId() }];

const ran: JobPayload[] = [];
let failures = 0;
const tasks = [
  defineTask('test.note', async (_, payload) => {
    ran.push(payload);
  }),
  defineTask('test.hold', async (_, payload) => {
    ran.push(payload);
  }),
  defineTask('test.fail', async () => {
    failures += 1;
    throw new Error('Claire Morvan <claire@exemple.fr>');
  }),
];
const runAll = () => runDueJobs(platform, tasks);
// The names of the tasks are then known, as they are wherever a worker has started once.
await runAll();

let jobs: RunningJobs | null = null;
beforeEach(async () => {
  ran.length = 0;
  failures = 0;
  await database.jobs.query('delete from graphile_worker._private_jobs');
});
afterEach(async () => {
  await jobs?.stop();
  jobs = null;
});

interface Waiting {
  task: string;
  attempts: number;
  last_error: string | null;
  locked_by: string | null;
  is_due: boolean;
}

async function readJobs(): Promise<Waiting[]> {
  const { rows } = await database.jobs.query<Waiting>(
    `select t.identifier as task, attempts, last_error, locked_by, run_at <= now() as is_due
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where attempts < max_attempts order by j.id`,
  );
  return rows;
}

describe('a job added in a firm’s transaction', () => {
  it('runs once it is committed, and not when it is rolled back', async () => {
    await inFirm(database.app, firm.id, async (trx) => {
      await platform.jobs.add(trx, 'test.note', { firmId: firm.id, number: 1 });
      await runAll();
      expect(ran).toEqual([]);
    });
    await runAll();
    expect(ran).toEqual([{ firmId: firm.id, number: 1 }]);
    await inFirm(database.app, firm.id, async (trx) => {
      await platform.jobs.add(trx, 'test.note', { firmId: firm.id, number: 2 });
      throw new Error('half-way');
    }).catch(() => {});
    await runAll();
    expect(ran).toHaveLength(1);
  });

  it('is of that firm: it can neither be another’s, nor see or touch another’s', async () => {
    const add = (firmId: string, jobKey?: string) =>
      inFirm(database.app, firm.id, (trx) =>
        platform.jobs.add(trx, 'test.note', { firmId }, jobKey === undefined ? {} : { jobKey }),
      );
    await expect(add(other.id)).rejects.toMatchObject({ code: '42501' });
    await platform.jobs.add(null, 'test.note', { firmId: other.id }, { jobKey: 'shared' });
    await expect(add(firm.id, 'shared')).rejects.toMatchObject({ code: '42501' });
    await runAll();
    expect(ran).toEqual([{ firmId: other.id }]);
  });

  it('is added once however often it is added in that transaction, and waits for no other', async () => {
    const add = (number: number) => (trx: Parameters<typeof platform.jobs.add>[0]) =>
      platform.jobs.add(trx, 'test.note', { firmId: firm.id, number }, { oncePerTransaction: true });
    await inFirm(database.app, firm.id, async (trx) => {
      await add(1)(trx);
      await add(1)(trx);
      await inFirm(database.app, firm.id, add(2));
    });
    await runAll();
    expect(ran.map(({ number }) => number).toSorted()).toEqual([1, 2]);
  });
});

it('a key keeps one job waiting, the last one; a time keeps it until then', async () => {
  const add = (number: number, runAt?: Date) =>
    platform.jobs.add(
      null,
      'test.note',
      { number },
      { jobKey: 'one', ...(runAt === undefined ? {} : { runAt }) },
    );
  await add(1);
  await add(2);
  await runAll();
  expect(ran).toEqual([{ number: 2 }]);
  await add(3, new Date(Date.now() + 3_600_000));
  await runAll();
  expect(ran).toHaveLength(1);
});

it('a task that fails is tried again later, and no one’s data is kept with it', async () => {
  await platform.jobs.add(null, 'test.fail', {});
  await expect(runAll()).rejects.toThrow('Claire');
  expect(failures).toBe(1);
  expect(await readJobs()).toMatchObject([{ attempts: 1, last_error: 'Error', is_due: false }]);
});

describe('a running platform', () => {
  it('runs what is added at once', async () => {
    jobs = startJobs(platform, { tasks, cronLines: [] });
    await platform.jobs.add(null, 'test.note', { number: 1 });
    await waitFor(async () => ran.length === 1);
    await platform.jobs.add(null, 'test.note', { number: 2 });
    await waitFor(async () => ran.length === 2);
  });

  it('goes on when its connections are cut', async () => {
    jobs = startJobs(platform, { tasks, cronLines: [] });
    await platform.jobs.add(null, 'test.note', { number: 1 });
    await waitFor(async () => ran.length === 1);
    const cut = await database.openClient('queue');
    await cut.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()',
    );
    await cut.end();
    await waitFor(() =>
      platform.jobs.add(null, 'test.note', { number: 2 }).then(
        () => true,
        () => false,
      ),
    );
    await waitFor(async () => ran.length >= 2);
  });

  it('runs a job again whose end could not be written, and goes on', async () => {
    const owner = await database.openClient('owner');
    const right = 'delete on graphile_worker._private_jobs';
    await owner.query(`revoke ${right} from navette_queue`);
    jobs = startJobs(platform, { tasks, cronLines: [] });
    await platform.jobs.add(null, 'test.note', { number: 1 });
    await waitFor(async () => ran.length >= 1);
    await owner.query(`grant ${right} to navette_queue`);
    await owner.end();
    await waitFor(async () => (await readJobs()).length === 0);
    expect(new Set(ran.map(({ number }) => number))).toEqual(new Set([1]));
    await platform.jobs.add(null, 'test.note', { number: 2 });
    await waitFor(async () => ran.at(-1)?.number === 2);
  });

  it('stops twice without harm, and before it has begun', async () => {
    const begun = startJobs(platform, { tasks, cronLines: [] });
    await Promise.all([begun.stop(), begun.stop()]);
  });
});

describe('a job under way in a process', () => {
  async function startHolding() {
    const { rows } = await database.queue.query<{ name: string }>('select current_database() as name');
    const options: ProgramOptions = { cluster: inject('testCluster'), databaseName: rows[0]?.name ?? '' };
    const listener = await database.openClient('queue');
    await listener.query('listen test_jobs');
    const began = new Promise<void>((resolve) => listener.once('notification', () => resolve()));
    await platform.jobs.add(null, 'test.hold', { number: 7 });
    const started = await startProcess({
      program: join(import.meta.dirname, 'test-jobs-program.ts'),
      args: [JSON.stringify(options)],
      stopTimeoutMs: 40_000,
    });
    await began;
    await listener.end();
    return started;
  }

  it('that is killed is run by another within seconds', async () => {
    const holding = await startHolding();
    expect(await readJobs()).toMatchObject([{ locked_by: expect.stringMatching(/^pool-/) }]);
    // While it lives, nobody takes its job.
    jobs = startJobs(platform, { tasks, cronLines: [] });
    await platform.jobs.add(null, 'test.note', { number: 1 });
    await waitFor(async () => ran.length === 1);
    process.kill(holding.pid, 'SIGKILL');
    await waitFor(async () => ran.length === 2);
    expect(ran).toContainEqual({ number: 7 });
    await holding.stop();
  });

  it('that is asked to stop is handed back unfinished, with all its tries', async () => {
    const holding = await startHolding();
    await holding.stop();
    expect(await readJobs()).toMatchObject([
      { task: 'test.hold', attempts: 0, last_error: null, locked_by: null, is_due: true },
    ]);
    await runAll();
    expect(ran).toEqual([{ number: 7 }]);
  });
});

/** Kinds whose items are prepared outside the transaction, applied together, and hold secrets. */
import type { Job, JobItem } from '@navette/api';
import { NavetteError } from '@navette/model';
import { beforeEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { runDueJobs } from '../testing/run-due-jobs.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { bulkJobTask, defineBulkKind, type NewJobItem } from './bulk-job.ts';
import { createJob } from './create-job.ts';
import { runJob } from './run-job.ts';
import { defineTask } from './task.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const admin: FirmCaller = {
  ...{ firmId: firm.id, userId: firm.admin.userId, email: firm.admin.email, role: 'admin' },
  ...{ name: 'Claire', seesAllClients: true, agent: null, apiKey: null },
};

interface Seen {
  readonly prepared: string[];
  readonly together: number[];
  readonly secrets: (string | null)[];
}
let seen: Seen;
let duringPreparation: (name: string) => void | Promise<void>;
beforeEach(() => {
  seen = { prepared: [], together: [], secrets: [] };
  duringPreparation = () => {};
});

/** Each item makes a client; `impossible` breaks the transaction of those that are applied with it. */
const together = defineBulkKind<{ prefix: string }, { name: string }>({
  kind: 'test.together',
  async requireRights() {},
  async prepareItem(_platform, _caller, { payload: { name } }, signal) {
    signal.throwIfAborted();
    await duringPreparation(name);
    seen.prepared.push(name);
    if (name === 'refusé ailleurs') throw new NavetteError('partner_unavailable', { partner: 'Dext' });
    if (name === 'en panne') throw new TypeError('x is not a function');
    return { asked: `réponse pour ${name}` };
  },
  async applyItems(_platform, trx, { firmId }, items) {
    seen.together.push(items.length);
    seen.secrets.push(...items.map(({ secret }) => secret));
    const wanted = items.filter(({ payload }) => payload.name !== 'refusé');
    const created_at = platform.clock().toISOString();
    for (const { payload, params } of wanted)
      await trx
        .insertInto('clients')
        .values({
          ...{ firm_id: firmId, id: payload.name === 'impossible' ? (null as never) : platform.newId() },
          ...{ name: `${params.prefix} ${payload.name}`, search_key: payload.name, created_at },
        })
        .execute();
    return items.map(({ payload, prepared }) => {
      if (payload.name === 'refusé') return new NavetteError('name_taken', { name: 'refusé' });
      if (payload.name === 'inutile') return { state: 'skipped' };
      return { detail: { asked: prepared?.asked } };
    });
  },
});

const task = defineTask<{ firmId: string; jobId: string }>(bulkJobTask, (_, payload, signal) =>
  runJob(platform, [together], payload, signal),
);
const runAll = () => runDueJobs(platform, [task]);
const run = (jobId: string, signal = new AbortController().signal) =>
  runJob(platform, [together], { firmId: firm.id, jobId }, signal);

let serial = 0;

async function begin(items: readonly (string | NewJobItem)[]) {
  const prefix = `ensemble${serial++}`;
  const frozen = items.map((item) => (typeof item === 'string' ? { payload: { name: item } } : item));
  const id = await inFirm(platform.database.app, firm.id, (trx) =>
    createJob(platform, trx, admin, { kind: together.kind, params: { prefix }, items: frozen }),
  );
  await firm.admin.call('POST', `${firm.path}/jobs/${id}/confirm`);
  return { id, prefix };
}

async function countClients(prefix: string): Promise<number> {
  const rows = await inFirm(platform.database.app, firm.id, (trx) =>
    trx.selectFrom('clients').select('name').execute(),
  );
  return rows.filter(({ name }) => name.startsWith(`${prefix} `)).length;
}

const read = async (id: string) => (await firm.admin.call<Job>('GET', `${firm.path}/jobs/${id}`)).body;
const itemsOf = async (id: string) =>
  (await firm.admin.call<{ items: JobItem[] }>('GET', `${firm.path}/jobs/${id}/items`)).body.items;
const countSealed = (id: string) =>
  inFirm(platform.database.app, firm.id, async (trx) => {
    const rows = await trx
      .selectFrom('job_items')
      .select('row')
      .where('job_id', '=', id)
      .where('sealed', 'is not', null)
      .execute();
    return rows.length;
  });
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

describe('items that are applied together', () => {
  it('are written at once, each with its own outcome and what was asked for it', async () => {
    const { id, prefix } = await begin(['a', 'refusé', 'inutile', 'b']);
    await runAll();
    expect(seen.together).toEqual([4]);
    expect(await read(id)).toMatchObject({ state: 'done', done: 2, failed: 1, skipped: 1 });
    expect((await itemsOf(id)).map(({ state, detail, reason }) => [state, detail, reason?.code])).toEqual([
      ['done', { asked: 'réponse pour a' }, undefined],
      ['failed', null, 'name_taken'],
      ['skipped', null, undefined],
      ['done', { asked: 'réponse pour b' }, undefined],
    ]);
    expect(await countClients(prefix)).toBe(3);
  });

  it('are applied one by one when one of them spoils it for all: that one fails, alone', async () => {
    const { id, prefix } = await begin(['a', 'impossible', 'b', 'refusé']);
    await runAll();
    expect(seen.together).toEqual([4, 1, 1, 1, 1]);
    expect(await read(id)).toMatchObject({ state: 'done', done: 2, failed: 2 });
    expect((await itemsOf(id)).map(({ reason }) => reason?.code)).toEqual([
      ...[undefined, 'internal', undefined, 'name_taken'],
    ]);
    expect(await countClients(prefix)).toBe(2);
  });

  it('are applied once by two processes that run the job at the same time', async () => {
    const { id, prefix } = await begin(names(600));
    await Promise.all([run(id), run(id)]);
    expect(await read(id)).toMatchObject({ state: 'done', done: 600 });
    expect(await countClients(prefix)).toBe(600);
  });
});

describe('a job that is cancelled in the middle', () => {
  it('keeps what was applied, and applies no more', async () => {
    const { id, prefix } = await begin(names(300));
    duringPreparation = async (name) => {
      // The first of the second chunk.
      if (name === 'n250') await firm.admin.call('POST', `${firm.path}/jobs/${id}/cancel`);
    };
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'cancelled', done: 250, total: 300 });
    expect(await countClients(prefix)).toBe(250);
  });
});

describe('what is asked elsewhere for an item', () => {
  it('holds no transaction meanwhile: the job can be read, and cancelled, which ends it there', async () => {
    const { id, prefix } = await begin(names(5));
    let asked = 0;
    duringPreparation = async () => {
      asked += 1;
      if (asked === 1)
        expect((await firm.admin.call('POST', `${firm.path}/jobs/${id}/cancel`)).status).toBe(200);
    };
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'cancelled', done: 0 });
    expect(seen.together).toEqual([]);
    expect(await countClients(prefix)).toBe(0);
  });

  it('fails its item alone when it is refused, or when it is a bug', async () => {
    const { id } = await begin(['a', 'refusé ailleurs', 'en panne', 'b']);
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'done', done: 2, failed: 2 });
    expect((await itemsOf(id)).map(({ reason }) => reason?.code)).toEqual([
      ...[undefined, 'partner_unavailable', 'internal', undefined],
    ]);
  });

  it('is asked again for what was not applied, when the process stops in the middle', async () => {
    const { id, prefix } = await begin(names(3));
    const stop = new AbortController();
    duringPreparation = (name) => {
      if (name === 'n1') stop.abort(new Error('stopping'));
    };
    await expect(run(id, stop.signal)).rejects.toThrow('stopping');
    expect(await read(id)).toMatchObject({ done: 0 });
    duringPreparation = () => {};
    await run(id);
    expect(await read(id)).toMatchObject({ state: 'done', done: 3 });
    expect(await countClients(prefix)).toBe(3);
  });
});

describe('the secret of an item', () => {
  it('is sealed until the item ends, then forgotten; it is shown nowhere', async () => {
    const { id } = await begin([{ payload: { name: 'a' }, secret: 'très-secret' }, 'b']);
    expect(await countSealed(id)).toBe(1);
    await runAll();
    expect(seen.secrets).toEqual(['très-secret', null]);
    expect(await countSealed(id)).toBe(0);
    const report = await platform.server.inject({
      url: `${firm.path}/jobs/${id}/report`,
      headers: { ...firm.admin.headers },
    });
    expect(JSON.stringify([await read(id), await itemsOf(id), report.body])).not.toContain('très-secret');
  });

  it('is forgotten with the job that is cancelled', async () => {
    const { id } = await begin([{ payload: { name: 'a' }, secret: 'très-secret' }]);
    await firm.admin.call('POST', `${firm.path}/jobs/${id}/cancel`);
    expect(await countSealed(id)).toBe(0);
  });
});

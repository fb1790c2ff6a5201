import type { Job, JobItem } from '@navette/api';
import { NavetteError } from '@navette/model';
import { beforeEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import { liveChannel } from '../http/live.ts';
import { runDueJobs } from '../testing/run-due-jobs.ts';
import { type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { bulkJobTask, defineBulkKind, type NewJobItem } from './bulk-job.ts';
import { createJob } from './create-job.ts';
import { forgetJobs } from './forget-jobs.ts';
import { runJob } from './run-job.ts';
import { defineTask } from './task.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const admin = callerOf(firm.admin, 'admin');

function callerOf(user: TestUser, role: FirmCaller['role']): FirmCaller {
  return {
    firmId: firm.id,
    userId: user.userId,
    email: user.email,
    role,
    name: 'Quelqu’un',
    seesAllClients: true,
    agent: null,
    apiKey: null,
  };
}

let applied: number[] = [];
/** Called once an item was applied, inside its transaction. */
let afterEach: (row: number) => void | Promise<void> = () => {};
beforeEach(() => {
  applied = [];
  afterEach = () => {};
});

/** Renames the firm's clients to be: each item inserts a client, so that what was applied can be counted in the database. */
const naming = defineBulkKind<{ prefix: string }, { name: string }>({
  kind: 'test.naming',
  async requireRights(_platform, _trx, caller) {
    if (caller.role === 'client') throw new NavetteError('not_allowed');
  },
  async applyItem(_platform, trx, caller, { row, payload, params }) {
    const name = `${params.prefix} ${payload.name}`;
    await trx
      .insertInto('clients')
      .values({
        firm_id: caller.firmId,
        id: platform.newId(),
        name,
        search_key: name,
        created_at: platform.clock().toISOString(),
      })
      .execute();
    if (payload.name === 'refusé') throw new NavetteError('name_taken', { name });
    // A failure of the database's: the transaction is aborted until the savepoint.
    if (payload.name === 'impossible')
      await trx
        .insertInto('clients')
        .values({ firm_id: caller.firmId } as never)
        .execute();
    if (payload.name === 'inutile') return { state: 'skipped', detail: { why: 'déjà là' } };
    applied.push(row);
    await afterEach(row);
    return { detail: { name } };
  },
  async finish(_platform, _trx, _caller, { done, failed }) {
    return { sentence: `${done} faits, ${failed} en échec` };
  },
});

const task = defineTask<{ firmId: string; jobId: string }>(bulkJobTask, (_, payload, signal) =>
  runJob(platform, [naming], payload, signal),
);
const runAll = () => runDueJobs(platform, [task]);
const notStopped = new AbortController().signal;

let serial = 0;

function preview(items: readonly (string | NewJobItem)[], caller = admin) {
  const prefix = `lot${serial++}`;
  const frozen = items.map((item) => (typeof item === 'string' ? { payload: { name: item } } : item));
  return inFirm(platform.database.app, firm.id, async (trx) => ({
    prefix,
    id: await createJob(platform, trx, caller, { kind: naming.kind, params: { prefix }, items: frozen }),
  }));
}

function countClients(prefix: string): Promise<number> {
  return inFirm(platform.database.app, firm.id, async (trx) => {
    const rows = await trx.selectFrom('clients').select('name').where('firm_id', '=', firm.id).execute();
    return rows.filter(({ name }) => name.startsWith(`${prefix} `)).length;
  });
}

const pathOf = (id: string) => `${firm.path}/jobs/${id}`;
const read = async (id: string) => (await firm.admin.call<Job>('GET', pathOf(id))).body;
const confirm = (id: string, user = firm.admin) => user.call<Job>('POST', `${pathOf(id)}/confirm`);
const cancel = (id: string) => firm.admin.call<Job>('POST', `${pathOf(id)}/cancel`);
const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);
type Items = { items: JobItem[]; next: string | null; total: number };

describe('a bulk job', () => {
  it('changes nothing until it is confirmed, then applies each item once', async () => {
    const { id, prefix } = await preview(names(3));
    await runAll();
    expect(await countClients(prefix)).toBe(0);
    expect(await read(id)).toMatchObject({ state: 'preview', total: 3, done: 0, params: { prefix } });
    expect((await confirm(id)).body.state).toBe('waiting');
    // A double click.
    expect((await confirm(id)).status).toBe(200);
    await runAll();
    expect(await read(id)).toMatchObject({
      ...{ state: 'done', done: 3, failed: 0, skipped: 0, reason: null },
      result: { sentence: '3 faits, 0 en échec' },
    });
    expect((await confirm(id)).body.state).toBe('done');
    await runAll();
    expect(await countClients(prefix)).toBe(3);
  });

  it('goes on past items that fail, which leave nothing behind and say why', async () => {
    const { id, prefix } = await preview(['a', 'refusé', 'b', 'impossible', 'inutile', 'c']);
    await confirm(id);
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'done', total: 6, done: 3, failed: 2, skipped: 1 });
    expect(await countClients(prefix)).toBe(4);
    const { body } = await firm.admin.call<Items>('GET', `${pathOf(id)}/items?state=failed`);
    expect(body.total).toBe(2);
    expect(body.items).toMatchObject([
      { row: 2, reason: { code: 'name_taken', fr: expect.stringContaining(`${prefix} refusé`) } },
      { row: 4, reason: { code: 'internal', fr: expect.stringContaining(`${id}/4`) } },
    ]);
  });

  it('freezes at preview what cannot be applied or needs nothing, and never applies it', async () => {
    const { id, prefix } = await preview([
      'a',
      {
        payload: { name: 'b' },
        failed: { code: 'invalid_siret', params: { detail: 'x' }, detail: { column: 'SIRET' } },
      },
      { payload: { name: 'c' }, skipped: { why: 'inchangé' } },
    ]);
    expect(await read(id)).toMatchObject({ state: 'preview', total: 3, done: 0, failed: 1, skipped: 1 });
    await confirm(id);
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'done', done: 1, failed: 1, skipped: 1 });
    expect(await countClients(prefix)).toBe(1);
    const { body } = await firm.admin.call<Items>('GET', `${pathOf(id)}/items`);
    expect(body.items[1]).toMatchObject({ detail: { column: 'SIRET' }, reason: { code: 'invalid_siret' } });
  });

  it('is told row by row in a report, without a formula', async () => {
    const { id } = await preview([
      '=1+1',
      'refusé',
      { payload: { name: 'c' }, skipped: { motif: 'inchangé' } },
    ]);
    await confirm(id);
    await runAll();
    const answer = await platform.server.inject({ url: `${pathOf(id)}/report`, headers: firm.admin.headers });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [header, ...lines] = answer.body.trim().split('\r\n');
    expect(header).toBe('Ligne;Résultat;Motif;Précision;name');
    expect(lines).toEqual([
      expect.stringMatching(/^1;Fait;;.*;'=1\+1$/),
      expect.stringMatching(/^2;En échec;.*existe déjà ici.*;;refusé$/),
      '3;Ignoré;;motif\u00a0: inchangé;c',
    ]);
  });

  it('tells open pages of the firm how it goes', async () => {
    const listener = await platform.database.openClient('queue');
    await listener.query(`listen ${liveChannel}`);
    const told = new Promise<unknown>((resolve) =>
      listener.on('notification', ({ payload = '' }) => {
        const hint = JSON.parse(payload) as { what: string };
        if (hint.what === 'jobs') resolve(hint);
      }),
    );
    const { id } = await preview(['a']);
    await confirm(id);
    await runAll();
    expect(await told).toEqual({ firm: firm.id, what: 'jobs' });
    await listener.end();
  });

  it('is read page by page', async () => {
    const { id } = await preview(names(5));
    const rows: number[] = [];
    let cursor = '';
    for (;;) {
      const { body } = await firm.admin.call<Items>('GET', `${pathOf(id)}/items?limit=2${cursor}`);
      rows.push(...body.items.map(({ row }) => row));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(rows).toEqual([1, 2, 3, 4, 5]);
    expect((await firm.admin.call('GET', `${pathOf(id)}/items?cursor=x`)).status).toBe(400);
  });

  it('goes on where it stopped, each item applied once, when its process stops half-way', async () => {
    const { id, prefix } = await preview(names(120));
    await confirm(id);
    const stopping = new AbortController();
    afterEach = (row) => {
      if (row === 70) stopping.abort();
    };
    await expect(runJob(platform, [naming], { firmId: firm.id, jobId: id }, stopping.signal)).rejects.toThrow(
      /aborted/,
    );
    expect(await read(id)).toMatchObject({ state: 'running', done: 70 });
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'done', done: 120 });
    expect(await countClients(prefix)).toBe(120);
  });

  it('applies a chunk anew, none of its items twice, when the database goes away during it', async () => {
    const { id, prefix } = await preview(names(60));
    await confirm(id);
    afterEach = (row) => {
      if (row === 55) throw new Error('Connection terminated unexpectedly');
    };
    await expect(runJob(platform, [naming], { firmId: firm.id, jobId: id }, notStopped)).rejects.toThrow(
      'Connection terminated',
    );
    expect(await read(id)).toMatchObject({ state: 'running', done: 50 });
    expect(await countClients(prefix)).toBe(50);
    afterEach = () => {};
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'done', done: 60, failed: 0 });
    expect(await countClients(prefix)).toBe(60);
  });

  it('is applied once by two processes that run it at the same time', async () => {
    const { id, prefix } = await preview(names(150));
    await confirm(id);
    const run = () => runJob(platform, [naming], { firmId: firm.id, jobId: id }, notStopped);
    await Promise.all([run(), run(), run()]);
    expect(await read(id)).toMatchObject({ state: 'done', done: 150 });
    expect(await countClients(prefix)).toBe(150);
    expect(applied.toSorted((a, b) => a - b)).toEqual(names(150).map((_, index) => index + 1));
  });

  it('that is cancelled half-way keeps what was applied, and applies no more', async () => {
    const { id, prefix } = await preview(names(120));
    await confirm(id);
    const stopping = new AbortController();
    afterEach = (row) => {
      if (row === 50) stopping.abort();
    };
    await runJob(platform, [naming], { firmId: firm.id, jobId: id }, stopping.signal).catch(() => {});
    expect((await cancel(id)).body).toMatchObject({ state: 'cancelled', done: 50 });
    expect((await cancel(id)).status).toBe(200);
    await runAll();
    expect(await countClients(prefix)).toBe(50);
    expect(await confirm(id)).toMatchObject({ status: 409, body: { code: 'job_ended' } });
  });

  it('that was done cannot be cancelled', async () => {
    const { id } = await preview(['a']);
    await confirm(id);
    await runAll();
    expect(await cancel(id)).toMatchObject({ status: 409, body: { code: 'job_ended' } });
  });

  it('without items ends at once', async () => {
    const { id } = await preview([]);
    await confirm(id);
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'done', total: 0 });
  });
});

describe('the rights of its creator', () => {
  it('are those of the moment of each chunk', async () => {
    const user = await firm.addUser('collaborator');
    const { id, prefix } = await preview(names(120), callerOf(user, 'collaborator'));
    await confirm(id, user);
    const deactivate = new AbortController();
    afterEach = (row) => {
      if (row === 50) deactivate.abort();
    };
    await runJob(platform, [naming], { firmId: firm.id, jobId: id }, deactivate.signal).catch(() => {});
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx.updateTable('members').set({ role: 'client' }).where('user_id', '=', user.userId).execute(),
    );
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'failed', done: 50, reason: { code: 'not_allowed' } });
    expect(await countClients(prefix)).toBe(50);
  });

  it('end with his account', async () => {
    const user = await firm.addUser('collaborator');
    const { id, prefix } = await preview(['a'], callerOf(user, 'collaborator'));
    await confirm(id, user);
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx.updateTable('members').set({ state: 'deactivated' }).where('user_id', '=', user.userId).execute(),
    );
    await runAll();
    expect(await read(id)).toMatchObject({ state: 'failed', reason: { code: 'not_allowed' } });
    expect(await countClients(prefix)).toBe(0);
  });

  it('let him and administrators see it, and nobody else', async () => {
    const [one, other] = [await firm.addUser('collaborator'), await firm.addUser('collaborator')];
    const { id } = await preview(['a'], callerOf(one, 'collaborator'));
    for (const user of [one, firm.admin]) {
      expect((await user.call('GET', pathOf(id))).status).toBe(200);
      expect((await user.call('GET', `${pathOf(id)}/items`)).status).toBe(200);
    }
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/items'],
      ['POST', '/confirm'],
      ['POST', '/cancel'],
    ] as const)
      expect((await other.call(method, pathOf(id) + path)).status, path).toBe(404);
    expect((await read(id)).state).toBe('preview');
  });
});

it('is forgotten a day after a preview that nobody confirmed, a month after its end', async () => {
  const day = 24 * 60 * 60_000;
  const [unconfirmed, ended] = [await preview(['a']), await preview(['a'])];
  await confirm(ended.id);
  await runAll();
  const status = async ({ id }: { id: string }) => (await firm.admin.call('GET', pathOf(id))).status;
  try {
    for (const [days, expected] of [
      [0.9, [200, 200]],
      [1.1, [404, 200]],
      [29, [404, 200]],
      [31, [404, 404]],
    ] as const) {
      platform.setClock(new Date(Date.now() + days * day));
      await forgetJobs(platform, notStopped);
      expect([await status(unconfirmed), await status(ended)], `${days} days`).toEqual(expected);
    }
  } finally {
    platform.setClock(null);
  }
});

import { type ApiKey, apiKeyScopes, type Job } from '@navette/api';
import { expect, it, onTestFinished } from 'vitest';
import { recordAudit } from '../audit/record-audit.ts';
import { inFirm } from '../database/tenancy.ts';
import { callerOfKey } from '../http/caller.ts';
import { runDueJobs } from '../testing/run-due-jobs.ts';
import { asCaller, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { bulkJobTask, defineBulkKind } from './bulk-job.ts';
import { createJob } from './create-job.ts';
import { runJob } from './run-job.ts';
import { defineTask } from './task.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);

/** Called once an item was applied, inside its transaction. */
let afterItem: (row: number) => unknown = () => {};
const noting = defineBulkKind<Record<string, never>, Record<string, never>>({
  kind: 'test.noting',
  async requireRights() {},
  async applyItem(_platform, trx, caller, { row }) {
    await recordAudit(platform, trx, caller, {
      ...{ action: 'test.noted', subjectKind: 'test', subjectId: null, subjectName: String(row) },
    });
    await afterItem(row);
    return {};
  },
});
const task = defineTask<{ firmId: string; jobId: string }>(bulkJobTask, (_, payload, signal) =>
  runJob(platform, [noting], payload, signal),
);

async function newKey(expiresInDays?: number) {
  const made = await firm.admin.call<{ key: ApiKey; token: string }>('POST', `${firm.path}/api-keys`, {
    ...{ name: 'Logiciel de paie', scopes: apiKeyScopes, expiresInDays },
  });
  const { key, token } = made.body;
  return { ...key, ...asCaller(platform, { authorization: `Bearer ${token}` }) };
}

/** A job of a key, of two chunks. @returns its address */
async function preview(key: ApiKey): Promise<string> {
  const items = Array.from({ length: 60 }, () => ({ payload: {} }));
  const id = await inFirm(platform.database.app, firm.id, (trx) =>
    createJob(platform, trx, callerOfKey(firm.id, key), { kind: noting.kind, items }),
  );
  return `${firm.path}/jobs/${id}`;
}

function actorsOf(action: string) {
  return inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .selectFrom('audit_entries')
      .innerJoin('audit_details', (join) =>
        join
          .onRef('audit_details.firm_id', '=', 'audit_entries.firm_id')
          .onRef('audit_details.entry_id', '=', 'audit_entries.id'),
      )
      .select(['actor_kind as kind', 'actor_id as id', 'actor_name as name'])
      .distinct()
      .where('action', '=', action)
      .execute(),
  );
}

it('goes on in the name of the key that made it, and the audit log says so', async () => {
  const key = await newKey();
  const at = await preview(key);
  expect((await key.call<Job>('POST', `${at}/confirm`)).body.state).toBe('waiting');
  await runDueJobs(platform, [task]);
  expect((await key.call<Job>('GET', at)).body).toMatchObject({
    ...{ state: 'done', done: 60, createdBy: { id: key.id, name: 'Logiciel de paie' } },
  });
  const actor = { kind: 'api_key', id: key.id, name: 'Logiciel de paie' };
  for (const action of ['job.confirmed', 'test.noted']) expect(await actorsOf(action)).toEqual([actor]);
});

it('is seen by its key and by administrators, and by no other key or person', async () => {
  const [key, other] = [await newKey(), await newKey()];
  const at = await preview(key);
  for (const user of [key, firm.admin]) {
    expect((await user.call('GET', at)).status).toBe(200);
    expect((await user.call<{ total: number }>('GET', `${at}/items`)).body.total).toBe(60);
  }
  for (const user of [other, await firm.addUser('collaborator')]) {
    expect((await user.call('GET', at)).status).toBe(404);
    expect((await user.call('POST', `${at}/confirm`)).status).toBe(404);
    expect((await user.call('POST', `${at}/cancel`)).status).toBe(404);
  }
  expect((await key.call<Job>('POST', `${at}/cancel`)).body.state).toBe('cancelled');
});

it.each([
  [
    'revoked',
    'api_key_revoked',
    (key: ApiKey) => firm.admin.call('DELETE', `${firm.path}/api-keys/${key.id}`),
  ],
  ['expired', 'api_key_expired', () => platform.setClock(new Date(Date.now() + 2 * 86_400_000))],
])('stops at its next chunk once its key is %s', async (_, code, end) => {
  onTestFinished(() => {
    platform.setClock(null);
    afterItem = () => {};
  });
  const key = await newKey(1);
  const at = await preview(key);
  await key.call('POST', `${at}/confirm`);
  afterItem = async (row) => {
    if (row === 1) await end(key);
  };
  await runDueJobs(platform, [task]);
  platform.setClock(null);
  const { body: job } = await firm.admin.call<Job>('GET', at);
  expect(job).toMatchObject({ state: 'failed', failed: 0, reason: { code } });
  // A chunk ends by its time too, on a machine that is busy.
  expect(job.done).toBeGreaterThan(0);
  expect(job.done).toBeLessThanOrEqual(50);
});

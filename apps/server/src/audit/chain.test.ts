import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { superuserConfig } from '../database/client-config.ts';
import { inFirm } from '../database/tenancy.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { exportAudit } from './export-audit.ts';
import { recordAudit } from './record-audit.ts';
import { sealAll, sealFirm } from './seal.ts';
import { verifyChain } from './verify.ts';

const platform = await testPlatform();
const { database } = platform;

/** The database as somebody who holds it all. */
const { rows: named } = await database.queue.query<{ name: string }>('select current_database() as name');
const intruder = new pg.Client({ ...superuserConfig(inject('testCluster')), database: named[0]?.name });
await intruder.connect();
afterAll(() => intruder.end());

let firmId = '';
beforeEach(async () => {
  firmId = await createFirm();
});

async function createFirm(): Promise<string> {
  const id = platform.newId();
  await inFirm(database.app, id, (trx) =>
    trx
      .insertInto('firms')
      .values({ id, name: 'Cabinet', web_service_id: id, folder_template: '[]', created_at: now() })
      .execute(),
  );
  return id;
}

const now = () => platform.clock().toISOString();

function record(count: number, of = firmId): Promise<void> {
  return inFirm(database.app, of, async (trx) => {
    for (let index = 0; index < count; index += 1)
      await recordAudit(
        platform,
        trx,
        { firmId: of, userId: platform.newId(), name: 'Élodie "Œuvrard"', agent: null },
        {
          action: 'client.created',
          subjectKind: 'client',
          subjectId: platform.newId(),
          subjectName: `=Menuiserie; Aubertin\nn° ${index}`,
          details: { siret: '73282932000074', index, isNew: true, code: null },
        },
      );
  });
}

const verify = () => inFirm(database.app, firmId, (trx) => verifyChain(trx, firmId));
const numbersOf = (of = firmId) =>
  inFirm(database.app, of, async (trx) => {
    const rows = await trx.selectFrom('audit_entries').select('number').orderBy('number').execute();
    return rows.map(({ number }) => number);
  });
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('sealing', () => {
  it('numbers the entries of a firm 1, 2, 3…, whatever other firms do', async () => {
    const other = await createFirm();
    await record(3);
    await record(2, other);
    await platform.runJobs();
    await record(1);
    await platform.runJobs();
    expect(await numbersOf()).toEqual([1, 2, 3, 4]);
    expect(await numbersOf(other)).toEqual([1, 2]);
    expect(await verify()).toMatchObject({ entries: 4, sealed: 4, isIntact: true, firstBroken: null });
  });

  it('follows each transaction by itself, and by the net when the job was lost', async () => {
    await record(2);
    await database.jobs.query('delete from graphile_worker._private_jobs');
    await platform.runJobs();
    expect(await verify()).toMatchObject({ entries: 2, sealed: 0, isIntact: true, lastHash: null });
    await sealAll(platform);
    await platform.runJobs();
    expect(await verify()).toMatchObject({ entries: 2, sealed: 2, isIntact: true });
  });

  it('follows an entry of a transaction that undid another one', async () => {
    await inFirm(database.app, firmId, async (trx) => {
      const actor = { firmId, system: true as const };
      const entry = { subjectKind: 'x', subjectId: null, subjectName: null };
      await sql`savepoint one`.execute(trx);
      await recordAudit(platform, trx, actor, { action: 'one.undone', ...entry });
      await sql`rollback to savepoint one`.execute(trx);
      await recordAudit(platform, trx, actor, { action: 'one.kept', ...entry });
    });
    await platform.runJobs();
    expect(await numbersOf()).toEqual([1]);
  });

  it('by several at once leaves no gap and no fork', async () => {
    await record(1_200);
    const sealed = await Promise.all([1, 2, 3, 4].map(() => sealFirm(platform, firmId)));
    expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(1_200);
    expect(await numbersOf()).toEqual(upTo(1_200));
    expect(await verify()).toMatchObject({ sealed: 1_200, isIntact: true });
  });

  it('takes entries that are committed late after those that were sealed meanwhile', async () => {
    await inFirm(database.app, firmId, async (trx) => {
      const entry = { subjectKind: 'x', subjectId: null, subjectName: null };
      await recordAudit(platform, trx, { firmId, system: true }, { action: 'late.entry', ...entry });
      await record(2);
      await sealFirm(platform, firmId);
    });
    await sealFirm(platform, firmId);
    const { rows } = await intruder.query(
      `select number from audit_entries where firm_id = $1 and action = 'late.entry'`,
      [firmId],
    );
    expect(rows).toEqual([{ number: '3' }]);
    expect(await verify()).toMatchObject({ sealed: 3, isIntact: true });
  });
});

describe('whoever owns the database cannot hide that he', () => {
  beforeEach(async () => {
    await record(6);
    await sealFirm(platform, firmId);
  });

  it.each([
    [
      'altered an entry',
      `update audit_entries set action = 'client.removed' where firm_id = $1 and number = 3`,
      3,
    ],
    [
      'altered a time',
      `update audit_entries set at = at + interval '1 ms' where firm_id = $1 and number = 1`,
      1,
    ],
    [
      'gave an entry to somebody else',
      'update audit_entries set actor_id = id where firm_id = $1 and number = 2',
      2,
    ],
    [
      'swapped two entries',
      `update audit_entries a set action = b.action, at = b.at, actor_id = b.actor_id, subject_id = b.subject_id
         from audit_entries b where a.firm_id = $1 and b.firm_id = $1 and (a.number, b.number) in ((2, 4), (4, 2))`,
      2,
    ],
    [
      'swapped two numbers',
      `update audit_entries set number = -number where firm_id = $1 and number in (2, 4);
       update audit_entries set number = 6 + number where firm_id = $1 and number < 0`,
      2,
    ],
    [
      'hid an entry before the first',
      'update audit_entries set number = 0 where firm_id = $1 and number = 6',
      1,
    ],
    [
      'removed an entry',
      `with gone as (delete from audit_details where firm_id = $1 and entry_id =
         (select id from audit_entries where firm_id = $1 and number = 4))
       delete from audit_entries where firm_id = $1 and number = 4`,
      4,
    ],
    [
      'removed the last entry',
      `with gone as (delete from audit_details where firm_id = $1 and entry_id =
         (select id from audit_entries where firm_id = $1 and number = 6))
       delete from audit_entries where firm_id = $1 and number = 6`,
      6,
    ],
    [
      'unsealed the last entry',
      `update audit_entries set number = null, hash = null where firm_id = $1 and number = 6`,
      6,
    ],
    ['moved the end of the chain', 'update audit_heads set number = 5 where firm_id = $1', 6],
    ['forgot the end of the chain', 'delete from audit_heads where firm_id = $1', 1],
    ['altered a name', `update audit_details set actor_name = 'Quelqu’un d’autre' where firm_id = $1`, 1],
    [
      'altered details',
      `update audit_details set details = '{"siret":"0"}' where firm_id = $1 and entry_id =
         (select id from audit_entries where firm_id = $1 and number = 5)`,
      5,
    ],
    [
      'slipped an entry in',
      `update audit_entries set number = number + 100 where firm_id = $1 and number > 3;
       update audit_entries set number = number - 99 where firm_id = $1 and number > 100;
       insert into audit_entries select firm_id, gen_random_uuid(), at, action, actor_kind, actor_id, subject_kind, subject_id,
         details_sha256, 4, previous_hash, hash from audit_entries where firm_id = $1 and number = 3`,
      4,
    ],
  ])('%s', async (_, statement, firstBroken) => {
    await intruder.query('set session_replication_role = replica');
    await intruder.query(statement.replaceAll('$1', pg.escapeLiteral(firmId)));
    expect(await verify()).toMatchObject({ isIntact: false, firstBroken });
  });

  it('and what was erased is no alteration: the chain holds, and says how many', async () => {
    await inFirm(database.app, firmId, async (trx) => {
      const { id } = await trx
        .selectFrom('audit_entries')
        .select('id')
        .where('number', '=', 2)
        .executeTakeFirstOrThrow();
      await trx.deleteFrom('audit_details').where('entry_id', '=', id).execute();
    });
    expect(await verify()).toMatchObject({ sealed: 6, erased: 1, isIntact: true });
  });
});

describe('the product’s role', () => {
  beforeEach(async () => {
    await record(2);
    await sealFirm(platform, firmId);
  });

  it.each([
    ['alter an entry', `update audit_entries set action = 'x.y'`],
    ['alter its time', 'update audit_entries set at = now()'],
    ['alter its author', 'update audit_entries set actor_id = null'],
    ['alter the hash of its details', 'update audit_entries set details_sha256 = hash'],
    ['remove an entry', 'delete from audit_entries'],
    ['alter details', `update audit_details set details = '{}'`],
    ['remove the end of the chain', 'delete from audit_heads'],
  ])('cannot %s', async (_, statement) => {
    const attempt = inFirm(database.app, firmId, (trx) => sql.raw(statement).execute(trx));
    await expect(attempt).rejects.toThrow();
    expect(await verify()).toMatchObject({ sealed: 2, isIntact: true });
  });

  it('cannot seal again what was sealed, nor unseal it', async () => {
    for (const change of [{ hash: 'x' }, { number: 7 }, { number: null, hash: null }]) {
      const done = await inFirm(database.app, firmId, (trx) =>
        trx.updateTable('audit_entries').set(change).executeTakeFirst(),
      );
      expect(done.numUpdatedRows).toBe(0n);
    }
  });
});

describe('an exported log', () => {
  it('is checked by the program of the documentation, which finds what was altered in it', async () => {
    await record(1_050);
    await sealFirm(platform, firmId);
    await intruder.query(
      `delete from audit_details where firm_id = $1 and entry_id =
         (select id from audit_entries where firm_id = $1 and number = 7)`,
      [firmId],
    );
    // Recorded, not sealed yet: the export seals it.
    await record(1);
    const { bytes, name } = await exportAudit(platform, firmId, 'csv');
    const chunks: Buffer[] = [];
    for await (const chunk of bytes) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    expect(name).toMatch(/^journal-audit-\d{4}-\d\d-\d\d\.csv$/);
    // A name that is a formula is no formula in the file.
    expect(text).toContain(`"'=Menuiserie; Aubertin\nn° 0"`);

    const { lastHash } = await verify();
    expect(await check(text)).toBe(`1051 entries hold, 1 with erased details. Last SHA-256: ${lastHash}`);
    expect(await check(text.replace(/client\.created/, 'client.removed'))).toBe('Entry 1 does not hold.');
    const lines = text.split('\r\n');
    expect(await check([...lines.slice(0, 5), ...lines.slice(6)].join('\r\n'))).toBe(
      'Entry 5 does not hold.',
    );
    expect(await check(text.replace(String.raw`\""index\"":11,`, String.raw`\""index\"":12,`))).toBe(
      'Entry 12 does not hold.',
    );
  });

  async function check(text: string): Promise<string> {
    const page = await readFile(
      join(import.meta.dirname, '../../../../docs/operations/audit-log.md'),
      'utf8',
    );
    const program = /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'audit-'));
    try {
      await writeFile(join(folder, 'check-audit.mjs'), program);
      await writeFile(join(folder, 'export.csv'), text);
      const run = promisify(execFile)(process.execPath, ['check-audit.mjs', 'export.csv'], { cwd: folder });
      return (await run.catch((error: { stdout: string }) => error)).stdout.trim();
    } finally {
      await rm(folder, { recursive: true });
    }
  }
});

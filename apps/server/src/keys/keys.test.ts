import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { testDatabase } from '../database/test-database.ts';
import { createKeys, loadMasterKey } from './keys.ts';

const database = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'navette-keys-'));
afterAll(() => rm(folder, { recursive: true }));

const secret = Buffer.alloc(32, 1);
const keys = createKeys(secret);
const at = new Date();
const place = 'installations/1/credentials';

async function newFirm(): Promise<string> {
  const id = randomUUID();
  await inFirm(database.app, id, async (trx) => {
    await trx
      .insertInto('firms')
      .values({
        id,
        name: 'Cabinet',
        web_service_id: id,
        folder_template: '[]',
        created_at: at.toISOString(),
      })
      .execute();
    await keys.createFirmKey(trx, id, at);
  });
  return id;
}

describe('the master key', () => {
  it('is made once, in a file that only its owner reads, and found again', async () => {
    const dataDir = join(folder, 'first');
    const made = await loadMasterKey(dataDir, undefined);
    expect(made).toHaveLength(32);
    expect((await stat(join(dataDir, 'master.key'))).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await loadMasterKey(dataDir, undefined)).equals(made)).toBe(true);
    expect(await readdir(dataDir)).toEqual(['master.key']);
  });

  it('is the same for processes that start together for the first time', async () => {
    const dataDir = join(folder, 'together');
    const made = await Promise.all(Array.from({ length: 20 }, () => loadMasterKey(dataDir, undefined)));
    expect(new Set(made.map((each) => Buffer.from(each).toString('hex'))).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(['master.key']);
  });

  it('of the settings goes before the file', async () => {
    const given = Buffer.alloc(32, 9).toString('base64');
    expect(Buffer.from(await loadMasterKey(join(folder, 'first'), given)).toString('base64')).toBe(given);
  });

  it.each(['', 'court', Buffer.alloc(31).toString('base64'), 'ab'.repeat(32)])(
    'that is not one is refused by the name of what holds it, not by its value: %j',
    async (text) => {
      await writeFile(join(folder, 'master.key'), text);
      for (const load of [loadMasterKey(folder, undefined), loadMasterKey(folder, text)]) {
        const error = await load.then(
          () => null,
          (reason: Error) => reason,
        );
        expect(error?.message).toMatch(/(master\.key|NAVETTE_MASTER_KEY) is not a key/);
        if (text !== '') expect(error?.message).not.toContain(text);
      }
      expect(await readFile(join(folder, 'master.key'), 'utf8')).toBe(text);
    },
  );

  it('gives one secret per purpose', () => {
    expect(keys.derive('sign-in')).toMatch(/^[0-9a-f]{64}$/);
    expect(keys.derive('sign-in')).toBe(createKeys(secret).derive('sign-in'));
    expect(keys.derive('sign-in')).not.toBe(keys.derive('database roles'));
    expect(keys.derive('sign-in')).not.toBe(createKeys(Buffer.alloc(32, 2)).derive('sign-in'));
  });

  it('that did not seal this database is refused at start, the right one is not', async () => {
    await keys.checkSentinel(database);
    await keys.checkSentinel(database);
    await expect(createKeys(Buffer.alloc(32, 2)).checkSentinel(database)).rejects.toThrow(/master key/);
    await keys.checkSentinel(database);
  });
});

describe('a value sealed for a firm', () => {
  it('opens for that firm, in that place', async () => {
    const firm = await newFirm();
    const opened = await inFirm(database.app, firm, async (trx) =>
      keys.unsealForFirm(trx, firm, place, await keys.sealForFirm(trx, firm, place, 'été 2026')),
    );
    expect(opened).toBe('été 2026');
  });

  it('does not open when it was moved to another place or another firm', async () => {
    const [one, two] = [await newFirm(), await newFirm()];
    const sealed = await inFirm(database.app, one, (trx) => keys.sealForFirm(trx, one, place, 'secret'));
    const elsewhere = inFirm(database.app, one, (trx) =>
      keys.unsealForFirm(trx, one, 'installations/2/credentials', sealed),
    );
    await expect(elsewhere).rejects.toThrow();
    const otherFirm = inFirm(database.app, two, (trx) => keys.unsealForFirm(trx, two, place, sealed));
    await expect(otherFirm).rejects.toThrow();
  });

  it('opens under the key that sealed it, and new ones are sealed under the newest', async () => {
    const firm = await newFirm();
    const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
    const seal = () => inFirm(database.app, firm, (trx) => keys.sealForFirm(trx, firm, place, 'secret'));
    const sealed = [await seal()];
    for (const seconds of [1, 2, 3, 4, 5, 6]) {
      await inFirm(database.app, firm, (trx) => keys.createFirmKey(trx, firm, later(seconds)));
      sealed.push(await seal());
    }
    const ids = sealed.map((each) => Buffer.from(each.subarray(1, 17)).toString('hex'));
    expect(new Set(ids).size).toBe(7);
    for (const each of sealed)
      expect(await inFirm(database.app, firm, (trx) => keys.unsealForFirm(trx, firm, place, each))).toBe(
        'secret',
      );
  });
});

import type { Client, Delivery, Document, Folder } from '@navette/api';
import { afterAll, describe, expect, it } from 'vitest';
import { startWorker } from '../deliveries/worker.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

const partner = createScriptedPartner({ requestTimeoutMs: 60_000 });
const platform = await testPlatform([partner.connector]);
const worker = startWorker(platform);
afterAll(() => worker.stop());

type FullClient = Client & { folders: Folder[] };

async function drop(
  firm: TestFirm,
  client: FullClient,
  name: string,
  bytes = distinctPdf(),
): Promise<Document> {
  const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
  const url = `${firm.path}/folders/${folder?.id}/documents?name=${encodeURIComponent(name)}`;
  return (await firm.admin.upload(url, bytes)).body.document;
}

async function settle(firm: TestFirm, count: number): Promise<void> {
  await waitFor(async () => {
    const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
    return body.items.filter(({ state }) => !['waiting', 'sending'].includes(state)).length >= count;
  });
}

const isBalanced = async (firm: TestFirm) =>
  (await firm.admin.call<{ balanced: boolean; days: object[] }>('GET', `${firm.path}/ledger`)).body;

/** Every row of every table of the product that says `words`. */
async function findInDatabase(firmId: string, words: string): Promise<string[]> {
  const owner = await platform.database.openClient('owner');
  try {
    await owner.query(`select set_config('navette.firm_id', $1, false)`, [firmId]);
    const { rows } = await owner.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind = 'r'`,
    );
    const found = [];
    for (const { name } of rows) {
      const { rows: hits } = await owner.query<{ row: string }>(
        `select t::text as row from "${name}" t where position(lower($1) in lower(t::text)) > 0`,
        [words],
      );
      found.push(...hits.map(({ row }) => `${name}: ${row}`));
    }
    return found;
  } finally {
    await owner.end();
  }
}

describe('erasing a client', () => {
  it('takes every trace of him away, keeps what others have, and leaves the ledger in balance', async () => {
    const firm = await testFirm(platform);
    const gone = await firm.addClient('Zinguerie Quémeneur');
    const stays = await firm.addClient('Garage du Lac');
    await firm.connect('scripted', gone.id);
    const shared = distinctPdf('partagé');
    const sent = await drop(firm, gone, 'zinguerie-mars.pdf');
    const both = await drop(firm, gone, 'zinguerie-partagee.pdf', shared);
    await drop(firm, stays, 'garage.pdf', shared);
    await settle(firm, 2);
    const before = await isBalanced(firm);
    const at = `${firm.path}/clients/${gone.id}`;
    expect((await firm.admin.call('GET', `${at}/erasure`)).body).toMatchObject({
      name: 'Zinguerie Quémeneur',
      documents: 2,
      sending: 0,
    });

    expect(await firm.admin.call('POST', `${at}/erase`, { name: 'Zinguerie' })).toMatchObject({
      status: 409,
      body: { code: 'erasure_not_confirmed' },
    });
    const answer = await firm.admin.call('POST', `${at}/erase`, { name: 'zinguerie quémeneur' });
    expect(answer).toMatchObject({ status: 200, body: { documents: 2 } });

    expect(await findInDatabase(firm.id, 'zinguerie')).toEqual([]);
    expect(await isBalanced(firm)).toMatchObject({ balanced: true, days: before.days });
    expect((await firm.admin.call('GET', `${firm.path}/documents/${sent.id}`)).status).toBe(404);
    await platform.runJobs();
    expect(await platform.blobs.has(firm.id, sent.sha256, sent.sizeBytes)).toBe(false);
    expect(await platform.blobs.has(firm.id, both.sha256, both.sizeBytes)).toBe(true);
    expect(
      (await firm.admin.call<{ isIntact: boolean }>('POST', `${firm.path}/audit/verify`)).body,
    ).toMatchObject({
      isIntact: true,
    });
    expect((await firm.admin.call('POST', `${at}/erase`, { name: 'Client effacé' })).status).toBe(404);
  });

  it('waits for a partner who has not answered, and changes nothing until then', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Boulangerie Le Goff');
    await firm.connect('scripted', client.id);
    let answer = () => {};
    partner.orders.push({ kind: 'hang', until: new Promise((resolve) => (answer = resolve)) });
    await drop(firm, client, 'facture.pdf');
    const at = `${firm.path}/clients/${client.id}`;
    await waitFor(
      async () => (await firm.admin.call<{ sending: number }>('GET', `${at}/erasure`)).body.sending === 1,
    );
    expect(await firm.admin.call('POST', `${at}/erase`, { name: client.name })).toMatchObject({
      status: 409,
      body: { code: 'client_busy' },
    });
    answer();
    await settle(firm, 1);
    expect((await firm.admin.call('POST', `${at}/erase`, { name: client.name })).status).toBe(200);
  });

  it('cannot reach into another firm, even by the function of the database', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Hôtel des Bains');
    const other = await testFirm(platform);
    expect(
      (await other.admin.call('POST', `${other.path}/clients/${client.id}/erase`, { name: client.name }))
        .status,
    ).toBe(404);
    const app = await platform.database.openClient('app');
    try {
      await app.query(`select set_config('navette.firm_id', $1, false)`, [other.id]);
      await app.query('select erase_client($1, now())', [client.id]);
    } finally {
      await app.end();
    }
    expect((await firm.admin.call<Client>('GET', `${firm.path}/clients/${client.id}`)).body.name).toBe(
      'Hôtel des Bains',
    );
  });
});

describe('bytes that were given up', () => {
  it('stay when an upload took them up again in the meantime', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Librairie Kerjean');
    const document = await drop(firm, client, 'facture.pdf');
    const owner = await platform.database.openClient('owner');
    await owner.query(`select set_config('navette.firm_id', $1, false)`, [firm.id]);
    await owner.query(`update blobs set state = 'deleting'`);
    await owner.end();
    await platform.jobs.add(null, 'blobs.collect', {});
    await platform.runJobs();
    expect(await platform.blobs.has(firm.id, document.sha256, document.sizeBytes)).toBe(true);
    expect((await drop(firm, client, 'encore.pdf')).name).toBe('encore.pdf');
  });
});

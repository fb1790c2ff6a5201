import { type Connection, type Delivery, type Document, type Job, type Problem, routes } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { limitToHisClients, treeOf } from '../testing/test-documents.ts';
import { type TestFirm, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const { clientKey } = scriptedManifest;
const partner = createScriptedPartner({ clientKey: { ...clientKey, pattern: '[a-z0-9=+-]+' } });
const keyed = createScriptedPartner({
  id: 'keyed',
  clientKey: { ...clientKey, kind: 'apiKey', secret: true },
});
const platform = await testPlatform([partner.connector, keyed.connector]);

type Page = { items: Connection[]; next: string | null; total: number };

async function newPlace(application = 'scripted') {
  const firm = await testFirm(platform);
  const { body } = await firm.admin.call<{ id: string }>('POST', `${firm.path}/installations`, {
    application,
    credentials: { secret: 'secret-planté' },
  });
  return placeOf(firm, body.id);
}

function placeOf(firm: TestFirm, installationId: string) {
  const at = `${firm.path}/installations/${installationId}/connections`;
  const { admin } = firm;
  return {
    ...{ firm, admin, at, installationId },
    connect: (clientId: string, key: string, more: object = {}, user: TestUser = admin) =>
      user.call<Connection & Problem>('POST', at, { clientId, clientKey: key, ...more }),
    change: (id: string, body: object) => admin.call<Connection & Problem>('PATCH', `${at}/${id}`, body),
    async list(query = '', user: TestUser = admin): Promise<Page> {
      const { status, body } = await user.call<Page>('GET', `${at}?${query}`);
      expect(status).toBe(200);
      expect(routes.listConnections.answer.safeParse(body).error).toBeUndefined();
      return body;
    },
    /** A rule of the clients that are listed for it. */
    async addRule(sourcePath: string, scope: 'all' | 'listed' = 'listed'): Promise<string> {
      const id = platform.newId();
      await inFirm(platform.database.app, firm.id, (trx) =>
        trx
          .insertInto('rules')
          .values({
            ...{ firm_id: firm.id, id, installation_id: installationId, scope },
            ...{ source_path: sourcePath, source_key: sourcePath.toLowerCase(), document_type: 'purchase' },
            created_at: platform.clock().toISOString(),
          })
          .execute(),
      );
      return id;
    },
    bulk: (body: object, user: TestUser = admin) =>
      user.call<Job & Problem>('POST', `${at}/bulk`, { selection: { filter: {} }, ...body }),
    async confirm({ id }: Job, user: TestUser = admin): Promise<Job> {
      await user.call('POST', `${firm.path}/jobs/${id}/confirm`);
      await platform.runJobs();
      return (await user.call<Job>('GET', `${firm.path}/jobs/${id}`)).body;
    },
    async deliveryOf({ id }: Document): Promise<Delivery | undefined> {
      const { body } = await admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
      return body.items.find(({ documentId }) => documentId === id);
    },
  };
}

describe('the list of connected clients', () => {
  it('is read page by page, by name, with how many there are', async () => {
    const place = await newPlace();
    for (const name of ['Éclair 10', 'Aubertin', 'éclair 9', 'Zinc', 'Bois'])
      await place.connect((await place.firm.addClient(name)).id, `k-${name.length}${name.at(-1)}`);
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Page = await place.list(`limit=2${cursor && `&cursor=${cursor}`}`);
      expect(page.total).toBe(5);
      names.push(...page.items.map(({ clientName }) => clientName));
      cursor = page.next;
    }
    expect(names).toEqual(['Aubertin', 'Bois', 'éclair 9', 'Éclair 10', 'Zinc']);
    const wrong = await place.admin.call<Problem>('GET', `${place.at}?cursor=abc`);
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  it('finds clients by name, attribute, key and label, but not by the fingerprint of a secret', async () => {
    const place = await newPlace();
    const found = await place.firm.addClient('Hôtel des Bains');
    await place.admin.call('PATCH', `${place.firm.path}/clients/${found.id}`, { code: 'H 12' });
    await place.connect(found.id, 'dossier-777', { clientKeyLabel: 'Bains 3 SARL' });
    await place.connect((await place.firm.addClient('Garage')).id, 'autre');
    for (const search of ['hotel', 'h12', '777', 'DOSSIER', 'bains sarl', 'hotel 777', 'bains 3'])
      expect((await place.list(`search=${search}`)).items.map(({ clientId }) => clientId)).toEqual([
        found.id,
      ]);
    expect(await place.list('search=introuvable')).toEqual({ items: [], next: null, total: 0 });
    expect((await place.list(`client=${found.id}`)).total).toBe(1);

    const secret = await newPlace('keyed');
    const { body } = await secret.connect((await secret.firm.addClient('Aubertin')).id, 'clé-secrète');
    expect(body.clientKey).toMatch(/^#/);
    expect((await secret.list(`search=${encodeURIComponent(body.clientKey)}`)).total).toBe(0);
  });

  it('is filtered by folder and by state, and holds only clients whom the caller sees', async () => {
    const place = await newPlace();
    const rule = await place.addRule('/Achats');
    const [one, two] = [await place.firm.addClient('Un'), await place.firm.addClient('Deux')];
    await place.connect(one.id, 'k1', { ruleIds: [rule] });
    await place.connect(two.id, 'k2');
    expect((await place.list(`rule=${rule}`)).items).toMatchObject([{ clientName: 'Un', ruleIds: [rule] }]);
    expect((await place.list('state=active')).total).toBe(2);
    expect((await place.list('state=stopped')).total).toBe(0);
    const limited = await place.firm.addUser('collaborator', [two.id]);
    await limitToHisClients(platform, place.firm, limited);
    expect((await place.list('', limited)).items.map(({ clientName }) => clientName)).toEqual(['Deux']);
    expect((await place.list('', limited)).total).toBe(1);
    const foreign = await newPlace();
    expect(await foreign.admin.call('GET', place.at)).toMatchObject({ status: 404 });
  });
});

describe('connecting for folders', () => {
  it('extends a client connected by the same key, as often as one likes; another key is refused', async () => {
    const place = await newPlace();
    const client = await place.firm.addClient('Aubertin');
    const [purchases, sales, all] = [
      await place.addRule('/Achats'),
      await place.addRule('/Ventes'),
      await place.addRule('/Tout', 'all'),
    ];
    const first = await place.connect(client.id, 'k1', { ruleIds: [purchases] });
    expect(first).toMatchObject({ status: 201, body: { ruleIds: [purchases] } });
    for (const _ of [1, 2]) {
      const again = await place.connect(client.id, ' k1 ', { ruleIds: [sales, all] });
      expect(again).toMatchObject({ status: 201, body: { id: first.body.id } });
      expect(again.body.ruleIds.toSorted()).toEqual([purchases, sales].sort());
    }
    expect(await place.connect(client.id, 'k2')).toMatchObject({
      status: 409,
      body: { code: 'connection_exists' },
    });
    const foreign = await newPlace();
    const foreignRule = await foreign.addRule('/Achats');
    expect(await place.connect(client.id, 'k1', { ruleIds: [foreignRule] })).toMatchObject({
      status: 404,
      body: { field: 'ruleIds' },
    });
  });

  it('names whoever has the key, unless the caller does not see him', async () => {
    const place = await newPlace();
    const [one, two] = [await place.firm.addClient('Premier'), await place.firm.addClient('Second')];
    await place.connect(one.id, 'k1');
    const taken = await place.connect(two.id, 'k1');
    expect(taken).toMatchObject({ status: 409, body: { code: 'client_key_taken', field: 'clientKey' } });
    expect(taken.body.fr).toContain('Premier');
    const limited = await place.firm.addUser('collaborator', [two.id]);
    await limitToHisClients(platform, place.firm, limited);
    const unseen = await place.connect(two.id, 'k1', {}, limited);
    expect(unseen).toMatchObject({ status: 409, body: { code: 'client_key_taken_unseen' } });
    expect(JSON.stringify(unseen)).not.toContain('Premier');
  });

  it('is changed one by one: what a folder taken away has not sent is cancelled, once that was confirmed', async () => {
    const place = await newPlace();
    const client = await place.firm.addClient('Aubertin');
    const rule = await place.addRule('/Dépôt');
    const { body } = await place.connect(client.id, 'k1', { ruleIds: [rule] });
    const document = await treeOf(place.firm, client).drop('/Dépôt', 'a.pdf');
    const refused = await place.change(body.id, { ruleIds: [] });
    expect(refused).toMatchObject({ status: 409, body: { code: 'removal_cancels_deliveries' } });
    expect((await place.list()).items[0]?.ruleIds).toEqual([rule]);
    expect(await place.change(body.id, { ruleIds: [], isConfirmed: true })).toMatchObject({
      body: { ruleIds: [] },
    });
    expect((await place.deliveryOf(document))?.state).toBe('cancelled');
    expect(await place.change(body.id, { ruleIds: [rule] })).toMatchObject({ body: { ruleIds: [rule] } });
  });
});

describe('many connections at once', () => {
  it('are disconnected, after saying how many deliveries that cancels', async () => {
    const place = await newPlace();
    const [one, two] = [await place.firm.addClient('Un'), await place.firm.addClient('Deux')];
    await place.addRule('/Dépôt', 'all');
    await place.connect(one.id, 'k1');
    const kept = await place.connect(two.id, 'k2');
    const document = await treeOf(place.firm, one).drop('/Dépôt', 'a.pdf');
    const selection = { filter: {}, excludedIds: [kept.body.id] };
    const { status, body: job } = await place.bulk({ action: 'disconnect', selection });
    expect(status).toBe(201);
    expect(job).toMatchObject({
      kind: 'connection.remove',
      state: 'preview',
      total: 1,
      params: { unsent: 1 },
    });
    expect(await place.confirm(job)).toMatchObject({ state: 'done', done: 1, result: { cancelled: 1 } });
    expect((await place.list()).items).toMatchObject([{ clientName: 'Deux' }]);
    expect((await place.deliveryOf(document))?.state).toBe('cancelled');
  });

  it('are given a folder, or have it taken away with what it has not sent', async () => {
    const place = await newPlace();
    const rule = await place.addRule('/Dépôt');
    const [one, two, three] = [
      await place.firm.addClient('Un'),
      await place.firm.addClient('Deux'),
      await place.firm.addClient('Trois'),
    ];
    await place.connect(one.id, 'k1', { ruleIds: [rule] });
    await place.connect(two.id, 'k2');
    const gone = await place.connect(three.id, 'k3');
    const extend = (await place.bulk({ action: 'extend', ruleId: rule })).body;
    expect(extend).toMatchObject({ kind: 'connection.folders', total: 3, skipped: 1, params: { unsent: 0 } });
    await place.admin.call('DELETE', `${place.at}/${gone.body.id}`);
    expect(await place.confirm(extend)).toMatchObject({ state: 'done', done: 1, skipped: 1, failed: 1 });
    expect((await place.list(`rule=${rule}`)).total).toBe(2);

    const document = await treeOf(place.firm, two).drop('/Dépôt', 'a.pdf');
    const withdraw = (await place.bulk({ action: 'withdraw', ruleId: rule })).body;
    expect(withdraw).toMatchObject({ total: 2, params: { unsent: 1, sourcePath: '/Dépôt' } });
    expect(await place.confirm(withdraw)).toMatchObject({ done: 2, result: { cancelled: 1 } });
    expect((await place.deliveryOf(document))?.state).toBe('cancelled');
    expect((await place.list(`rule=${rule}`)).total).toBe(0);

    const all = await place.addRule('/Tout', 'all');
    expect(await place.bulk({ action: 'withdraw', ruleId: all })).toMatchObject({
      status: 422,
      body: { code: 'rule_concerns_all' },
    });
    expect(await place.bulk({ action: 'extend' })).toMatchObject({ status: 400 });
  });

  it('are those that a limited collaborator sees', async () => {
    const place = await newPlace();
    const [own, other] = [await place.firm.addClient('Le sien'), await place.firm.addClient('Un autre')];
    const mine = await place.connect(own.id, 'k1');
    const hidden = await place.connect(other.id, 'k2');
    const limited = await place.firm.addUser('collaborator', [own.id]);
    await limitToHisClients(platform, place.firm, limited);
    const selection = { ids: [mine.body.id, hidden.body.id] };
    const { body: job } = await place.bulk({ action: 'disconnect', selection }, limited);
    expect(job).toMatchObject({ total: 1 });
    expect(await place.confirm(job, limited)).toMatchObject({ done: 1 });
    expect((await place.list()).items).toMatchObject([{ clientName: 'Un autre' }]);
  });
});

describe('a file of the connected clients', () => {
  const exported = async (place: Awaited<ReturnType<typeof newPlace>>, format: 'csv' | 'xlsx') => {
    const answer = await platform.server.inject({
      method: 'POST',
      url: `${place.at}/export`,
      headers: { ...place.admin.headers },
      payload: { selection: { filter: {} }, format },
    });
    expect(answer.statusCode).toBe(200);
    return { text: answer.body, sheet: await readSheet(answer.rawPayload) };
  };

  it('names each by name, code and SIRET, with its key and its folders; a formula stays text', async () => {
    const place = await newPlace();
    const rule = await place.addRule('/Achats');
    const client = await place.firm.addClient('=1+1');
    await place.admin.call('PATCH', `${place.firm.path}/clients/${client.id}`, { code: 'A1' });
    await place.connect(client.id, '+abc', { ruleIds: [rule], clientKeyLabel: 'Chez eux' });
    const csv = await exported(place, 'csv');
    expect(csv.text).toContain("'=1+1");
    for (const { sheet } of [csv, await exported(place, 'xlsx')]) {
      const [header, row] = sheet.rows;
      expect(header).toEqual([
        ...['Dossier client', 'Code dossier', 'SIRET', 'Code dossier (Partenaire)', 'Libellé'],
        ...['Répertoires', 'État', 'Connecté le'],
      ]);
      expect(row?.slice(0, 7)).toEqual(['=1+1', 'A1', '', '+abc', 'Chez eux', '/Achats', 'Connecté']);
    }
  });

  it('leaves keys out that are secrets', async () => {
    const place = await newPlace('keyed');
    await place.connect((await place.firm.addClient('Aubertin')).id, 'clé-secrète');
    const { text, sheet } = await exported(place, 'csv');
    expect(text).not.toContain('secrète');
    expect(sheet.rows[1]?.[3]).toBe('');
  });
});

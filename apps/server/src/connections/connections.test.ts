import type { Connection, Delivery, Document, Problem } from '@navette/api';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { startWorker } from '../deliveries/worker.ts';
import { createLog } from '../log.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { setState, treeOf } from '../testing/test-documents.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { whenBlocked } from '../testing/when-blocked.ts';

const partner = createScriptedPartner({
  requestTimeoutMs: 60_000,
  clientKey: {
    ...scriptedManifest.clientKey,
    ...{ pattern: 'd-[a-z0-9]+', example: 'D-12', checked: 'when_connecting' },
  },
});
const keyed = createScriptedPartner({
  id: 'keyed',
  confirmation: 'poll',
  clientKey: {
    ...{ kind: 'apiKey', secret: true, example: 'clé-…', checked: 'when_connecting' },
    ...{ label: { fr: 'Clé de la société', en: 'Company key' }, pattern: 'clé-.{10,}' },
  },
});
const platform = await testPlatform(
  [partner.connector, keyed.connector],
  {},
  { log: createLog('error', () => {}) },
);
const worker = startWorker(platform);
afterAll(() => worker.stop());
afterEach(() => {
  partner.refusal = null;
  partner.clientKeys = null;
  partner.orders.length = 0;
  keyed.clientKeys = null;
});

type Answer = Connection & Problem & { cancelled: number };

async function newPlace(application = 'scripted') {
  const firm = await testFirm(platform);
  const client = await firm.addClient('Aubertin');
  const { admin, path } = firm;
  const added = await admin.call<{ id: string }>('POST', `${path}/installations`, {
    application,
    credentials: { secret: 'secret-planté' },
  });
  const installation = `${path}/installations/${added.body.id}`;
  await admin.call('POST', `${installation}/rules`, { sourcePath: '/Dépôt', documentType: 'purchase' });
  const at = `${installation}/connections`;
  const tree = treeOf(firm, client);
  const deliveryOf = async ({ id }: Document) => {
    const { body } = await admin.call<{ items: Delivery[] }>('GET', `${path}/deliveries`);
    return body.items.find(({ documentId }) => documentId === id);
  };
  return {
    ...{ firm, client, admin, at, installation, tree, deliveryOf },
    installationId: added.body.id,
    connect: (clientKey: string, clientId = client.id, more: object = {}) =>
      admin.call<Answer>('POST', at, { clientId, clientKey, ...more }),
    list: async () => (await admin.call<{ items: Connection[] }>('GET', at)).body.items,
    drop: (name: string) => tree.drop('/Dépôt', name),
    settled: (document: Document, state: Delivery['state']) =>
      waitFor(async () => {
        const found = await deliveryOf(document);
        return found?.state === state ? found : null;
      }),
  };
}

describe('connecting a client', () => {
  it('cleans the key, asks the partner, and takes the partner’s name of it unless one is given', async () => {
    const place = await newPlace();
    partner.clientKeys = new Map([
      ['d-12', 'Menuiserie Aubertin'],
      ['d-13', 'Garage'],
      ['d-14', null],
    ]);
    expect(await place.connect('  d-12\u200b ')).toMatchObject({
      status: 201,
      body: { clientKey: 'd-12', clientKeyLabel: 'Menuiserie Aubertin', state: 'active' },
    });
    const [second, third] = [await place.firm.addClient('B'), await place.firm.addClient('C')];
    expect(await place.connect('d-13', second.id, { clientKeyLabel: 'À moi' })).toMatchObject({
      body: { clientKeyLabel: 'À moi' },
    });
    expect(await place.connect('d-14', third.id)).toMatchObject({ body: { clientKeyLabel: null } });
    expect(await place.connect('d-99')).toMatchObject({ status: 409, body: { code: 'connection_exists' } });
  });

  it('says what is expected of a key that cannot be one, without asking', async () => {
    const place = await newPlace();
    partner.refusal = 'partner_unreachable';
    const { status, body } = await place.connect('x-12');
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'client_key_invalid', field: 'clientKey' });
    expect(body.fr).toContain('Code dossier');
    expect(body.fr).toContain('x-12');
    expect(body.fr).toContain('D-12');
    expect(body.en).toContain('Dossier code');
  });

  it('is refused with the partner’s own reason, and not at all when the partner is down', async () => {
    const place = await newPlace();
    partner.clientKeys = new Map();
    const refused = await place.connect('d-12');
    expect(refused).toMatchObject({
      status: 422,
      body: {
        ...{ code: 'client_key_refused', field: 'clientKey' },
        because: { code: 'dossier_unknown', who: 'collaborator', words: 'inconnu : d-12' },
      },
    });
    expect(refused.body.fr).toContain('Le dossier d-12 est introuvable chez Partenaire');
    expect(refused.body.en).toContain('Dossier d-12 cannot be found');
    partner.refusal = 'partner_busy';
    expect(await place.connect('d-12')).toMatchObject({
      status: 503,
      body: { code: 'partner_unavailable', because: { code: 'partner_busy' } },
    });
    partner.refusal = 'credentials_rejected';
    const ofCredentials = await place.connect('d-12');
    expect(ofCredentials).toMatchObject({
      status: 422,
      body: {
        code: 'client_key_refused',
        who: 'admin',
        because: { code: 'credentials_rejected', who: 'admin' },
      },
    });
    expect(ofCredentials.body.fr).toContain('Partenaire refuse les identifiants du cabinet');
    expect(ofCredentials.body.en).toContain('refuses the firm’s credentials');
    expect(await place.list()).toEqual([]);
  });
});

describe('another key for a connected client', () => {
  it('is checked like the first; what has not left goes by it, what has stays with the former', async () => {
    const place = await newPlace();
    const { body } = await place.connect('d-1');
    const sent = await place.drop('a.pdf');
    await place.settled(sent, 'delivered');
    await place.admin.call('POST', `${place.installation}/pause`);
    const waiting = await place.drop('b.pdf');

    partner.clientKeys = new Map([['d-2', 'Le bon dossier']]);
    const change = (clientKey: string) =>
      place.admin.call<Answer>('PATCH', `${place.at}/${body.id}`, { clientKey });
    expect(await change('d-3')).toMatchObject({ status: 422, body: { code: 'client_key_refused' } });
    expect(await change('x')).toMatchObject({ status: 422, body: { code: 'client_key_invalid' } });
    expect(await change('d-2')).toMatchObject({
      status: 200,
      body: { id: body.id, clientKey: 'd-2', clientKeyLabel: 'Le bon dossier' },
    });
    expect(await place.list()).toHaveLength(1);
    await place.admin.call('POST', `${place.installation}/resume`);
    await place.settled(waiting, 'delivered');
    const keys = new Map(partner.received.map(({ deliveryId, clientKey }) => [deliveryId, clientKey]));
    for (const [document, key] of [
      [sent, 'd-1'],
      [waiting, 'd-2'],
    ] as const) {
      const delivery = await place.deliveryOf(document);
      expect(delivery).toMatchObject({ clientKey: key });
      expect(keys.get(delivery?.id ?? '')).toBe(key);
    }
  });

  it('waits while a document is being sent, or nobody knows whether it arrived', async () => {
    const place = await newPlace();
    const { body } = await place.connect('d-1');
    const hang = Promise.withResolvers<void>();
    partner.orders.push({ kind: 'hang', until: hang.promise });
    const document = await place.drop('a.pdf');
    await place.settled(document, 'sending');
    await waitFor(async () => partner.orders.length === 0);
    const change = () => place.admin.call('PATCH', `${place.at}/${body.id}`, { clientKey: 'd-2' });
    const busy = { status: 409, body: { code: 'connection_busy', retry: true } };
    expect(await change()).toMatchObject(busy);
    hang.resolve();
    await place.settled(document, 'delivered');
    await setState(platform, place.firm, document.id, 'unknown');
    expect(await change()).toMatchObject(busy);
    await setState(platform, place.firm, document.id, 'delivered');
    expect(await change()).toMatchObject({ status: 200 });
  });

  it('may be the same one, with another label; it cannot be that of another client', async () => {
    const place = await newPlace();
    const [one, two] = [
      await place.connect('d-1'),
      await place.connect('d-2', (await place.firm.addClient('B')).id),
    ];
    partner.clientKeys = new Map([['d-1', 'Chez le partenaire']]);
    const change = (body: object) => place.admin.call<Answer>('PATCH', `${place.at}/${one.body.id}`, body);
    expect(await change({ clientKeyLabel: 'À moi' })).toMatchObject({
      body: { clientKey: 'd-1', clientKeyLabel: 'À moi' },
    });
    expect(await change({ clientKey: ' d-1 ' })).toMatchObject({ body: { clientKeyLabel: 'À moi' } });
    expect(await change({ clientKeyLabel: null })).toMatchObject({ body: { clientKeyLabel: null } });
    partner.clientKeys = null;
    expect(await change({ clientKey: 'd-2' })).toMatchObject({
      status: 409,
      body: { code: 'client_key_taken' },
    });
    expect(two.status).toBe(201);
  });
});

describe('two administrators at once', () => {
  it('who give two clients the same key: one of them is told that it is taken', async () => {
    const place = await newPlace();
    const ids = [
      (await place.connect('d-1')).body.id,
      (await place.connect('d-2', (await place.firm.addClient('B')).id)).body.id,
    ];
    const changed = await Promise.all(
      ids.map((id) => place.admin.call<Answer>('PATCH', `${place.at}/${id}`, { clientKey: 'd-3' })),
    );
    expect(changed.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await place.list()).map(({ clientKey }) => clientKey)).toContain('d-3');
  });

  it('who disconnect the same client do it once', async () => {
    const place = await newPlace();
    const { body } = await place.connect('d-1');
    const remove = () => place.admin.call('DELETE', `${place.at}/${body.id}`);
    const removed = await Promise.all([remove(), remove(), remove()]);
    expect(removed.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  it('of whom one erases the client while the other connects him: he is not connected', async () => {
    const place = await newPlace();
    const { connecting } = await inFirm(platform.database.app, place.firm.id, async (trx) => {
      // As `erase_client` does it.
      await trx.selectFrom('clients').select('id').where('id', '=', place.client.id).forUpdate().execute();
      const connecting = place.connect('d-1');
      await whenBlocked(trx, 1);
      await trx
        .updateTable('clients')
        .set({ erased_at: new Date().toISOString() })
        .where('id', '=', place.client.id)
        .execute();
      return { connecting };
    });
    expect(await connecting).toMatchObject({ status: 404 });
    expect(await place.list()).toEqual([]);
  });
});

describe('disconnecting a client', () => {
  it('says first how many deliveries it cancels; a new connection takes over what was under way', async () => {
    const place = await newPlace();
    const { body } = await place.connect('d-1');
    const hang = Promise.withResolvers<void>();
    partner.orders.push({ kind: 'hang', until: hang.promise });
    const underWay = await place.drop('a.pdf');
    await place.settled(underWay, 'sending');
    await waitFor(async () => partner.orders.length === 0);
    const held = await place.drop('b.pdf');
    await setState(platform, place.firm, held.id, 'held');

    const at = `${place.at}/${body.id}`;
    expect(await place.admin.call('DELETE', at)).toMatchObject({
      status: 409,
      body: { code: 'removal_cancels_deliveries' },
    });
    expect(await place.admin.call('DELETE', `${at}?isConfirmed=true`)).toMatchObject({
      status: 200,
      body: { cancelled: 1 },
    });
    expect(await place.deliveryOf(held)).toMatchObject({ state: 'cancelled' });
    expect(await place.list()).toEqual([]);
    expect(await place.admin.call('DELETE', at)).toMatchObject({ status: 404 });

    expect(await place.connect('d-2')).toMatchObject({ status: 201 });
    partner.failNext = 'partner_error';
    hang.resolve();
    expect(await place.settled(underWay, 'delivered')).toMatchObject({ clientKey: 'd-2', tries: 2 });
  });
});

describe('a key that is a secret', () => {
  const secret = 'clé-tres-secrète-de-la-société';

  it('reaches the partner, and shows nowhere: a fingerprint stands for it', async () => {
    const place = await newPlace('keyed');
    keyed.clientKeys = new Map([[secret, `Société (${secret})`]]);
    const { status, body } = await place.connect(` ${secret}\n`);
    expect(status).toBe(201);
    expect(body).toMatchObject({ clientKeyLabel: 'Société (•••)' });
    expect(body.clientKey).toMatch(/^#[0-9a-f]{16}$/);
    const document = await place.drop('a.pdf');
    const { id } = await place.settled(document, 'accepted');
    expect(keyed.received.find(({ deliveryId }) => deliveryId === id)?.clientKey).toBe(secret);
    keyed.fates.set(`ref-${id}`, { state: 'rejected', partnerStatus: 'KO', words: `refusé pour ${secret}` });
    const rejected = await place.settled(document, 'undelivered');
    expect(rejected.reason?.words).toBe('refusé pour •••');
    const history = await place.admin.call('GET', `${place.firm.path}/documents/${document.id}/history`);
    const audit = await place.admin.call('GET', `${place.firm.path}/audit`);
    const shown = JSON.stringify([body, await place.list(), rejected, history, audit]);
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('secrète');
  });

  it('is found when it is given twice, is not repeated when it is wrong, and is another in another application', async () => {
    const place = await newPlace('keyed');
    const first = await place.connect(secret);
    const again = await place.connect(secret, (await place.firm.addClient('B')).id);
    expect(again).toMatchObject({ status: 409, body: { code: 'client_key_taken', field: 'clientKey' } });
    expect(again.body.fr).toContain('Aubertin');
    const wrong = await place.connect('pas-une-clé-secrète', (await place.firm.addClient('C')).id);
    expect(wrong).toMatchObject({ status: 422, body: { code: 'client_key_invalid' } });
    keyed.clientKeys = new Map();
    const refused = await place.connect(`${secret}-2`, (await place.firm.addClient('D')).id);
    expect(refused).toMatchObject({ status: 422, body: { because: { code: 'dossier_unknown' } } });
    expect(JSON.stringify([again, wrong, refused])).not.toContain('secrète');
    keyed.clientKeys = null;
    const elsewhere = await newPlace('keyed');
    expect((await elsewhere.connect(secret)).body.clientKey).not.toBe(first.body.clientKey);
  });

  it('is renewed in place: what the partner has is still followed, by the new one', async () => {
    const place = await newPlace('keyed');
    const { body } = await place.connect(secret);
    const document = await place.drop('a.pdf');
    const { id } = await place.settled(document, 'accepted');
    const changed = await place.admin.call<Answer>('PATCH', `${place.at}/${body.id}`, {
      clientKey: `${secret}-renouvelée`,
    });
    expect(changed).toMatchObject({ status: 200, body: { id: body.id } });
    expect(changed.body.clientKey).not.toBe(body.clientKey);
    keyed.fates.set(`ref-${id}`, { state: 'confirmed', partnerStatus: 'OK', booked: true });
    await place.settled(document, 'delivered');
    await place.drop('b.pdf').then((next) => place.settled(next, 'accepted'));
    expect(keyed.received.at(-1)?.clientKey).toBe(`${secret}-renouvelée`);
  });

  it('is forgotten when he is disconnected, once the partner has nothing of his to be asked about', async () => {
    const place = await newPlace('keyed');
    const sealed = () =>
      inFirm(platform.database.app, place.firm.id, (trx) =>
        trx
          .selectFrom('connections')
          .select('client_key_sealed')
          .orderBy('id')
          .execute()
          .then((rows) => rows.map(({ client_key_sealed }) => client_key_sealed !== null)),
      );
    const first = await place.connect(secret);
    const document = await place.drop('a.pdf');
    const { id } = await place.settled(document, 'accepted');
    await place.admin.call('DELETE', `${place.at}/${first.body.id}`);
    expect(await sealed()).toEqual([true]);
    keyed.fates.set(`ref-${id}`, { state: 'confirmed', partnerStatus: 'OK', booked: true });
    await place.settled(document, 'delivered');

    const second = await place.connect(secret);
    expect(second.status).toBe(201);
    await place.admin.call('DELETE', `${place.at}/${second.body.id}`);
    expect(await sealed()).toEqual([true, false]);
  });

  it('is forgotten with its client, when he is erased', async () => {
    const place = await newPlace('keyed');
    await place.connect(secret);
    const erased = await place.admin.call('POST', `${place.firm.path}/clients/${place.client.id}/erase`, {
      name: 'Aubertin',
    });
    expect(erased.status).toBeLessThan(300);
    const rows = await inFirm(platform.database.app, place.firm.id, (trx) =>
      trx.selectFrom('connections').select(['client_key', 'client_key_sealed', 'state']).execute(),
    );
    expect(rows).toMatchObject([{ client_key_sealed: null, state: 'disconnected' }]);
    expect(rows[0]?.client_key).toMatch(/^efface-/);
  });
});

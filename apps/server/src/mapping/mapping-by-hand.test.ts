import { describe, expect, it } from 'vitest';
import { limitToHisClients } from '../testing/test-documents.ts';
import { bySiret, dossier, mappingPlaces, valid } from './test-place.ts';

const { platform, newPlace } = await mappingPlaces();

describe('settling by hand', () => {
  const dossiers = [
    dossier('48190', valid.parcHead, { name: 'GARAGE DU PARC SARL' }),
    dossier('31207', valid.parcHead, { name: 'GARAGE DU PARC (ancien)', nic: null, active: false }),
    dossier('5', valid.lecomte, { name: 'Garages du Parc et Cie' }),
    dossier('6', valid.aubertin, { name: 'MENUISERIE AUBERTIN' }),
  ];

  it('proposes the same company, then near names, each with who has it', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parc });
    const other = await place.client('Lecomte', { siret: valid.lecomte });
    await place.admin.call('POST', `${place.installation}/connections`, { clientId: other, clientKey: '5' });
    expect(await place.propose(parc)).toMatchObject([
      { key: '48190', why: 'same_siren', active: true, usedBy: null, isUsed: false },
      { key: '31207', why: 'same_siren', active: false },
      { key: '5', why: 'near_name', usedBy: { id: other, name: 'Lecomte' }, isUsed: true },
    ]);
    expect(await place.row(parc)).toMatchObject({ proposals: 3 });
    for (const search of ['aubertin', 'MENUIS', '6', '516 261 054', '51626105400022'])
      expect(await place.propose(parc, `&search=${encodeURIComponent(search)}`)).toContainEqual(
        expect.objectContaining({ key: '6', why: 'searched' }),
      );
  });

  it('stands over what is computed until it is undone, and is told', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parc });
    expect(await place.choose(parc, '48190')).toMatchObject({
      ...{ status: 200, body: { grade: 'chosen', dossier: { key: '48190' } } },
    });
    expect(await place.choose(parc, '31207')).toMatchObject({ body: { dossier: { key: '31207' } } });
    expect(await place.choose(parc, null)).toMatchObject({ body: { grade: 'left_out', dossier: null } });
    expect(await place.choose(parc)).toMatchObject({ body: { grade: 'siren_only' } });
    const { body } = await place.admin.call<{ items: { action: string }[] }>('GET', `${place.path}/audit`);
    expect(body.items.map(({ action }) => action).filter((each) => each.startsWith('mapping.'))).toEqual([
      'mapping.choice_undone',
      ...['mapping.chosen', 'mapping.chosen', 'mapping.chosen'],
    ]);
  });

  it('is refused for a dossier of another client, one that is not there, and a client that is connected', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const [one, other] = [await place.client('Un'), await place.client('Autre')];
    await place.choose(one, '48190');
    expect(await place.choose(other, '48190')).toMatchObject({
      ...{ status: 409, body: { code: 'client_key_taken' } },
    });
    expect(await place.choose(other, '99')).toMatchObject({ status: 404 });
    await place.run((await place.connect()).body);
    expect(await place.choose(other, '48190')).toMatchObject({ body: { code: 'client_key_taken' } });
    expect(await place.choose(one, '6')).toMatchObject({ status: 409, body: { code: 'connection_exists' } });
  });

  it('leaves nothing sure of a dossier that the partner lists no more', async () => {
    const place = await newPlace('scripted', dossiers);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parcHead });
    await place.choose(parc, '6');
    bySiret.dossiers = dossiers.filter(({ key }) => key !== '6');
    await place.refresh();
    expect(await place.row(parc)).toMatchObject({ grade: 'none', dossier: null });
  });
});

describe('connecting what is sure', () => {
  async function prepared() {
    const place = await newPlace('scripted', [dossier('1', valid.parc), dossier('2', valid.aubertin)]);
    await place.refresh();
    const parc = await place.client('Garage du Parc', { siret: valid.parc });
    const aubertin = await place.client('Aubertin', { siret: valid.aubertin });
    await place.client('Sans SIRET');
    return { ...place, parc, aubertin };
  }

  it('is a job that says which client goes to which dossier; again, it changes nothing', async () => {
    const place = await prepared();
    const { status, body } = await place.connect();
    expect({ status, kind: body.kind, total: body.total }).toEqual({
      ...{ status: 201, kind: 'connection.map', total: 2 },
    });
    const { job, items } = await place.run(body);
    expect(job).toMatchObject({ state: 'done', done: 2, failed: 0 });
    expect(items.map(({ payload }) => payload)).toMatchObject([
      { clientId: place.aubertin, name: 'Aubertin', dossierKey: '2', dossierName: 'DOSSIER 2' },
      { clientId: place.parc, dossierKey: '1' },
    ]);
    expect(await place.connections()).toMatchObject([
      { clientId: place.aubertin, clientKey: '2', clientKeyLabel: 'DOSSIER 2', state: 'active' },
      { clientId: place.parc, clientKey: '1' },
    ]);
    expect((await place.connect()).body).toMatchObject({ total: 0 });
    expect(await place.count()).toBe(0);
  });

  it('may be of some clients, who are told when they are not sure', async () => {
    const place = await prepared();
    const without = await place.client('Autre sans');
    const { body } = await place.connect({ clientIds: [place.parc, without] });
    expect(body).toMatchObject({ total: 2, failed: 1 });
    const { items } = await place.run(body);
    expect(items).toMatchObject([
      { state: 'failed', reason: { code: 'mapping_changed' }, payload: { name: 'Autre sans' } },
      { state: 'done' },
    ]);
    expect(await place.connections()).toMatchObject([{ clientId: place.parc }]);
  });

  it('skips a client that was connected so meanwhile, and refuses what changed', async () => {
    const place = await prepared();
    const first = (await place.connect()).body;
    const second = (await place.connect()).body;
    await place.run(first);
    expect(await place.run(second)).toMatchObject({ job: { done: 0, failed: 0, skipped: 2 } });

    const other = await prepared();
    const { body } = await other.connect();
    bySiret.dossiers = [dossier('1', valid.parc, { active: false }), dossier('2', valid.aubertin)];
    await other.refresh();
    await other.admin.call('POST', `${other.installation}/connections`, {
      ...{ clientId: other.aubertin, clientKey: '77' },
    });
    expect(await other.run(body)).toMatchObject({
      job: { done: 0, failed: 2 },
      items: [{ reason: { code: 'mapping_changed' } }, { reason: { code: 'mapping_changed' } }],
    });
    expect(await other.connections()).toMatchObject([{ clientKey: '77' }]);
  });

  it('forgets the choice that it carried out, so that a client disconnected later is compared anew', async () => {
    const place = await prepared();
    await place.choose(place.parc, null);
    await place.choose(place.parc, '1');
    await place.run((await place.connect()).body);
    const connection = (await place.connections()).find(({ clientId }) => clientId === place.parc);
    await place.admin.call('DELETE', `${place.installation}/connections/${connection?.id}`);
    expect(await place.row(place.parc)).toMatchObject({ grade: 'exact' });
  });

  it('is over once its application is removed', async () => {
    const place = await prepared();
    const { body } = await place.connect();
    await place.admin.call('DELETE', place.installation);
    expect(await place.run(body)).toMatchObject({ job: { state: 'failed', done: 0 } });
  });
});

describe('a collaborator limited to his clients', () => {
  it('sees and connects his own; of the others, he learns neither name nor grade', async () => {
    const place = await newPlace('scripted', [dossier('1', valid.parc), dossier('2', valid.aubertin)]);
    await place.refresh();
    const mine = await place.client('Le mien', { siret: valid.parc });
    const twin = await place.client('Zébulon', { siret: valid.parc });
    const free = await place.client('Libre', { siret: valid.aubertin });
    const user = await place.firm.addUser('collaborator', [mine, free]);
    await limitToHisClients(platform, place.firm, user);
    const page = await place.page('', user);
    expect(page.items).toMatchObject([
      { clientId: mine, grade: 'several', other: null },
      { clientId: free, grade: 'exact' },
    ]);
    expect(JSON.stringify(page)).not.toContain('bulon');
    expect(page.counts).toMatchObject({ several: 1, exact: 1 });
    expect(await place.count(user)).toBe(1);
    expect(await place.choose(twin, '1', user)).toMatchObject({ status: 404 });
    await place.choose(twin, '1');
    const refused = await place.choose(mine, '1', user);
    expect(refused).toMatchObject({ status: 409 });
    expect(JSON.stringify(refused)).not.toContain('bulon');
    const { body } = await place.connect({}, user);
    expect(body).toMatchObject({ total: 1 });
    expect(await place.run(body, user)).toMatchObject({ job: { done: 1 } });
    expect((await place.connections()).map(({ clientId }) => clientId)).toEqual([free]);
  });

  it('keeps no attribute for the application', async () => {
    const place = await newPlace('scripted');
    const user = await place.firm.addUser('collaborator');
    const code = place.attributes.get('code');
    expect(await place.connect({ attributeId: code }, user)).toMatchObject({ status: 201 });
    expect(await place.page()).toMatchObject({ attributeId: place.attributes.get('siret') });
  });

  it('of another firm finds nothing', async () => {
    const [place, other] = [await newPlace('scripted'), await newPlace('scripted')];
    const client = await other.client('Autre cabinet', { siret: valid.parc });
    expect((await other.admin.call('GET', place.at)).status).toBe(404);
    expect(await place.choose(client, null)).toMatchObject({ status: 404 });
    expect((await other.admin.call('GET', `${other.at}?setup=${place.installationId}`)).status).toBe(404);
  });
});

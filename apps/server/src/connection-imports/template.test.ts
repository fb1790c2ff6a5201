import { describe, expect, it } from 'vitest';
import { readSheet } from '../sheets/read-sheet.ts';
import { asked, openPlatform, newPlace as placeIn } from './test-import-place.ts';

const platform = await openPlatform();
const newPlace = (application?: string) => placeIn(platform, application);

describe('the file of those who are connected', () => {
  it.each(['mail', 'keyed'])('is imported again without changing anything: %s', async (application) => {
    const place = await newPlace(application);
    const { id } = await place.addClient('Un', { code: '007' });
    const clientKey = application === 'mail' ? 'un@dext.cc' : 'clé-très-secrète';
    await place.admin.call('POST', `${place.at}/connections`, {
      ...{ clientId: id, clientKey, clientKeyLabel: 'Chez eux' },
    });
    for (const format of ['csv', 'xlsx']) {
      const answer = await platform.server.inject({
        method: 'POST',
        url: `${place.at}/connections/export`,
        headers: { ...place.admin.headers },
        payload: { selection: { filter: {} }, format },
      });
      const { body } = await place.send(answer.rawPayload);
      expect(body).toMatchObject({ rows: 1, unchanged: 1, errors: 0, warnings: 0 });
    }
  });
});

describe('the file to fill in', () => {
  const template = async (place: Awaited<ReturnType<typeof newPlace>>, query: string) => {
    const answer = await platform.server.inject({
      method: 'GET',
      url: `${place.at}/connection-template?${query}`,
      headers: { ...place.admin.headers },
    });
    expect(answer.statusCode).toBe(200);
    return { bytes: answer.rawPayload, rows: (await readSheet(answer.rawPayload)).rows };
  };

  it('names clients as the firm does and the key as the application does; its example is left out', async () => {
    const place = await newPlace();
    await place.addClient('SARL Boulangerie Dupont', { code: 'B1' });
    await place.addClient('Boulangerie Dupont');
    const { rows, bytes } = await template(place, 'format=xlsx');
    expect(rows).toEqual([
      ['Dossier client', 'Code dossier', 'SIRET', 'E-mail de collecte'],
      ['Exemple\u00a0: Boulangerie Dupont', '', '', 'boulangerie@dext.cc'],
    ]);
    expect((await place.send(bytes)).body).toMatchObject({ rows: 0, errors: 0 });
    const filled = await template(place, 'format=csv&withClients=true');
    expect(filled.rows.slice(2).map((cells) => [cells[0], cells[3]])).toEqual([
      ['Boulangerie Dupont', 'boulangerie.dupont@dext.cc'],
      ['SARL Boulangerie Dupont', 'boulangerie.dupont.2@dext.cc'],
    ]);
    const { body } = await place.send(filled.bytes);
    expect(body).toMatchObject({ rows: 2, connect: 2, errors: 0 });
    await place.confirm(body);
    expect((await template(place, 'format=csv&withClients=true')).rows).toHaveLength(2);
  });

  it('leaves the key empty where nothing can be proposed', async () => {
    const place = await newPlace('keyed');
    await place.addClient('Un');
    expect((await template(place, 'format=csv&withClients=true')).rows[2]).toEqual(['Un']);
  });
});

describe('the key that is proposed', () => {
  it('is the one dossier that the client’s code or SIRET leads to, where the partner lists them', async () => {
    const place = await newPlace('listing');
    const [one, two] = [
      await place.addClient('Un', { code: 'zzcca' }),
      await place.addClient('Deux', { code: 'FERME' }),
    ];
    const before = asked.lists;
    const propose = async (id: string) =>
      (await place.admin.call<object>('GET', `${place.at}/proposed-keys/${id}`)).body;
    expect(await propose(one.id)).toMatchObject({ key: 'ZZCCA', from: 'attribute' });
    expect(await propose(two.id)).toMatchObject({ key: null, from: null });
    // Listed for the first who asks; afterwards at night.
    expect(asked.lists - before).toBe(1);
  });

  it('is made of the name, unless the client has one, with what to do at the partner’s', async () => {
    const place = await newPlace();
    const one = await place.addClient('S.A.R.L. L’Étoile & Fils');
    const propose = async (id: string) =>
      (await place.admin.call<object>('GET', `${place.at}/proposed-keys/${id}`)).body;
    expect(await propose(one.id)).toMatchObject({
      ...{ clientId: one.id, key: 'etoile.fils@dext.cc', from: 'pattern' },
      instructions: { fr: 'Créez-la.' },
    });
    const attributes = await place.admin.call<{ items: { id: string; kind: string }[] }>(
      'GET',
      `${place.firm.path}/attributes`,
    );
    const email = attributes.body.items.find(({ kind }) => kind === 'email')?.id;
    await place.admin.call('PATCH', `${place.firm.path}/clients/${one.id}`, {
      attributes: [{ attributeId: email, value: 'sien@dext.cc' }],
    });
    expect(await propose(one.id)).toMatchObject({
      key: 'sien@dext.cc',
      from: 'attribute',
      instructions: null,
    });
    const secrets = await newPlace('keyed');
    const client = await secrets.addClient('Un');
    expect((await secrets.admin.call('GET', `${secrets.at}/proposed-keys/${client.id}`)).body).toMatchObject({
      ...{ key: null, from: null, senders: [] },
    });
  });
});

import type { Attribute } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { bySecret, mappingPlaces } from './test-place.ts';

const { newPlace } = await mappingPlaces();

describe('an application that lists no dossiers', () => {
  it('takes the value itself as the key, when it is what the application expects', async () => {
    const place = await newPlace('mailed');
    const first = await place.client('Un');
    await place.setValue(first, 'email', 'un@collecte.example');
    const second = await place.client('Deux');
    await place.setValue(second, 'email', 'deux@ailleurs.example');
    const [third, fourth] = [await place.client('Trois'), await place.client('Quatre')];
    for (const each of [third, fourth]) await place.setValue(each, 'email', 'nous@collecte.example');
    await place.client('Rien');
    expect(await place.grades()).toEqual({
      ...{ Un: 'exact', Deux: 'attribute_invalid', Trois: 'several', Quatre: 'several' },
      Rien: 'attribute_missing',
    });
    expect(await place.count()).toBeNull();
    const { body } = await place.connect();
    expect(await place.run(body)).toMatchObject({ job: { state: 'done', done: 1, failed: 0 } });
    expect(await place.connections()).toMatchObject([{ clientId: first, clientKey: 'un@collecte.example' }]);
    await place.setValue(second, 'email', 'un@collecte.example');
    expect(await place.row(second)).toMatchObject({
      grade: 'already_used',
      other: { id: first },
    });
    expect(await place.count()).toBe(0);
  });

  it('shows no key that is a secret, nor freezes one in a job', async () => {
    const place = await newPlace('keyed');
    const { body: attribute } = await place.admin.call<Attribute>('POST', `${place.path}/attributes`, {
      ...{ label: 'Clé', kind: 'text' },
    });
    const client = await place.client('Un', {
      attributes: [{ attributeId: attribute.id, value: 'clé-très-secrète' }],
    });
    const query = `attributeId=${attribute.id}`;
    const page = await place.page(query);
    expect(page.items).toMatchObject([{ grade: 'exact', value: '•••', dossier: { key: '•••' } }]);
    expect(await place.page(`${query}&search=secr`)).toMatchObject({ total: 0 });
    const { body } = await place.connect({ attributeId: attribute.id });
    const { job, items } = await place.run(body);
    expect(JSON.stringify([page, body, job, items])).not.toContain('secrète');
    expect(job).toMatchObject({ done: 1 });
    expect((await place.connections())[0]).toMatchObject({ clientId: client });
    expect(await place.grades(query)).toEqual({ Un: 'connected' });
  });

  it('asks the partner for each key where it can, and connects those that lead somewhere', async () => {
    const place = await newPlace('keyed');
    bySecret.clientKeys = new Map([['clé-bonne', 'Société Un']]);
    const { body: attribute } = await place.admin.call<Attribute>('POST', `${place.path}/attributes`, {
      ...{ label: 'Clé', kind: 'text' },
    });
    for (const value of ['clé-bonne', 'clé-fausse'])
      await place.client(value === 'clé-bonne' ? 'Un' : 'Deux', {
        attributes: [{ attributeId: attribute.id, value }],
      });
    const { job, items } = await place.run((await place.connect({ attributeId: attribute.id })).body);
    expect(job).toMatchObject({ done: 1, failed: 1 });
    expect(items).toMatchObject([
      { state: 'failed', reason: { code: 'client_key_refused' } },
      { state: 'done' },
    ]);
    expect(await place.connections()).toMatchObject([{ clientName: 'Un', clientKeyLabel: 'Société Un' }]);
  });
});

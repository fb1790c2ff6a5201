import type { Client } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const path = `${firm.path}/clients`;

interface Page {
  items: Client[];
  next: string | null;
  total: number;
}

function create(values: object) {
  return firm.admin.call<Client & { code: string; fr?: string }>('POST', path, { name: 'Client', ...values });
}

async function list(query: Record<string, string>, of = firm): Promise<Page> {
  const answer = await of.admin.call<Page>('GET', `${of.path}/clients?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

const wrongSiret = '73282932000075';

describe('the SIRET of a client', () => {
  it('is kept without what was pasted with it', async () => {
    expect((await create({ siret: '\u202d732 829\u00a0320 00074\u202c' })).body).toMatchObject({
      siret: '73282932000074',
      siretState: 'valid',
      siretOverrideReason: null,
    });
    expect((await create({ siret: '35600000049837' })).body.siretState).toBe('valid');
    expect((await create({ siret: ' ' })).body).toMatchObject({ siret: null, siretState: 'missing' });
  });

  it('that is wrong is refused with the reason', async () => {
    for (const [siret, code, reason] of [
      [wrongSiret, 'number_bad_checksum', 'clé de contrôle'],
      ['123', 'siret_not_14_digits', '14 chiffres'],
      ['00000000000000', 'number_all_zeros', 'zéros'],
      ['7,32829E+13', 'number_rounded', 'arrondi'],
    ] as const) {
      const answer = await create({ siret });
      expect(answer).toMatchObject({ status: 422, body: { code, field: 'siret' } });
      expect(answer.body.fr).toContain(reason);
    }
  });

  it('that fails its check is taken with a reason; what is no number is not', async () => {
    const siretOverrideReason = 'SIRET du jeu d’essai';
    const { body } = await create({ siret: wrongSiret, siretOverrideReason });
    expect(body).toMatchObject({ siretState: 'overridden', siretOverrideReason });
    expect((await create({ siret: '123', siretOverrideReason })).status).toBe(422);
    expect((await create({ siret: '73282932000074', siretOverrideReason })).body).toMatchObject({
      siretState: 'valid',
      siretOverrideReason: null,
    });
  });

  it('keeps its reason through other changes, and needs a new one for another number', async () => {
    const { body } = await create({ siret: wrongSiret, siretOverrideReason: 'essai' });
    const change = (values: object) => firm.admin.call<Client>('PATCH', `${path}/${body.id}`, values);
    expect((await change({ name: 'Autre nom' })).body).toMatchObject({
      name: 'Autre nom',
      siretState: 'overridden',
    });
    expect((await change({ siret: '732 829 320 00075' })).body.siretOverrideReason).toBe('essai');
    expect(await change({ siret: '73282932000076' })).toMatchObject({
      status: 422,
      body: { code: 'number_bad_checksum' },
    });
    expect((await change({ siret: '73282932000076', siretOverrideReason: 'autre' })).status).toBe(200);
    expect((await change({ siret: null })).body).toMatchObject({
      siret: null,
      siretState: 'missing',
      siretOverrideReason: null,
    });
  });
});

describe('the list of clients', () => {
  it('is searched without accents or case, by every word, in name, code and SIRET', async () => {
    const { body } = await create({ name: 'Émile Œuvrard & Fils', code: 'OEU01', siret: '55210055400013' });
    for (const search of [
      'emile',
      'ÉMILE',
      'E\u0301mile',
      'oeuvrard',
      'œuvrard  émile',
      'oeu01',
      '55210055400013',
      '55210055400 fils',
    ])
      expect(
        (await list({ search })).items.map(({ id }) => id),
        search,
      ).toEqual([body.id]);
    for (const search of ['emile dupont', '%', '_mile', "émile' or '1'='1"])
      expect((await list({ search })).items, search).toEqual([]);
  });

  it('is read page by page, each client once, whatever comes in meanwhile', async () => {
    const other = await testFirm(platform);
    // Equal names too: the id decides.
    const names = ['Zoé', 'Abel', 'abel', 'Émile', 'Dupont', 'Dupont', 'Dupont', 'élan', 'Eau', 'œuf'];
    const ids: string[] = [];
    for (const name of names) ids.push((await other.addClient(name)).id);
    const read: Client[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list({ limit: '3', ...(cursor === null ? {} : { cursor }) }, other);
      read.push(...page.items);
      cursor = page.next;
      // One before the place that was reached, one after: the second alone may still be seen.
      await other.addClient('Aaa');
      await other.addClient('Zzz');
    } while (cursor !== null && read.length < 100);
    const wanted = read.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
    expect(wanted.length).toBe(names.length);
    expect(new Set(wanted)).toEqual(new Set(ids));
    expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
  });

  it('refuses a cursor that it did not write', async () => {
    for (const cursor of [
      '',
      'x',
      Buffer.from('["a"]').toString('base64url'),
      Buffer.from('["a","b"]').toString('base64url'),
    ])
      expect((await firm.admin.call('GET', `${path}?cursor=${cursor}`)).status, cursor).toBe(400);
  });
});

import type { Attribute, Client, Problem } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);

type Answer<T> = T & Problem;

async function list(of = firm): Promise<Attribute[]> {
  return (await of.admin.call<{ items: Attribute[] }>('GET', `${of.path}/attributes`)).body.items;
}

const add = (body: object, user: TestUser = firm.admin) =>
  user.call<Answer<Attribute>>('POST', `${firm.path}/attributes`, body);
const change = (id: string, body: object, user: TestUser = firm.admin) =>
  user.call<Answer<Attribute>>('PATCH', `${firm.path}/attributes/${id}`, body);
const remove = (id: string, user: TestUser = firm.admin) =>
  user.call<Answer<{ values: number }>>('DELETE', `${firm.path}/attributes/${id}`);
const addClient = (name: string, values: readonly (readonly [string, string])[], of = firm) =>
  of.admin.call<Answer<Client>>('POST', `${of.path}/clients`, {
    name,
    attributes: values.map(([attributeId, value]) => ({ attributeId, value })),
  });
const setValue = (clientId: string, attributeId: string, value: string | null, overrideReason?: string) =>
  firm.admin.call<Answer<Client>>('PATCH', `${firm.path}/clients/${clientId}`, {
    attributes: [{ attributeId, value, ...(overrideReason === undefined ? {} : { overrideReason }) }],
  });
const labels = async () => (await list()).map(({ label }) => label);
let serial = 0;

describe('the attributes of a firm', () => {
  it('are three when it is born', async () => {
    const born = await testFirm(platform);
    expect(await list(born)).toMatchObject([
      { label: 'SIRET', kind: 'siret', isUnique: false, position: 1, clients: 0 },
      { label: 'Code dossier', kind: 'code', isUnique: true, position: 2, clients: 0 },
      { label: 'E-mail de collecte', kind: 'email', isUnique: false, position: 3, clients: 0 },
    ]);
  });

  it('are added last, renamed, moved and removed, the others closing up', async () => {
    const { body } = await add({ label: ' Groupe ', kind: 'text' });
    expect(body).toMatchObject({ label: 'Groupe', kind: 'text', isUnique: false, position: 4, clients: 0 });
    expect((await change(body.id, { label: 'Réseau', position: 1 })).body).toMatchObject({
      label: 'Réseau',
      position: 1,
    });
    expect(await labels()).toEqual(['Réseau', 'SIRET', 'Code dossier', 'E-mail de collecte']);
    expect((await change(body.id, { position: 99 })).body.position).toBe(4);
    expect((await change(body.id, { position: 2 })).body.position).toBe(2);
    await addClient('Un', [[body.id, 'Nord']]);
    expect((await list()).find(({ id }) => id === body.id)?.clients).toBe(1);
    expect((await remove(body.id)).body).toEqual({ values: 1 });
    expect((await list()).map(({ position }) => position)).toEqual([1, 2, 3]);
    expect((await remove(body.id)).status).toBe(404);
  });

  it('have labels of their own, whatever the case and the accents', async () => {
    for (const label of ['siret', ' Code  Dossier ', 'É-mail de collecte'])
      expect(await add({ label, kind: 'text' }), label).toMatchObject({
        status: 409,
        body: { code: 'name_taken', field: 'label' },
      });
    const [siret] = await list();
    expect((await change(siret?.id ?? '', { label: 'CODE DOSSIER' })).status).toBe(409);
    // Its own, written otherwise.
    expect((await change(siret?.id ?? '', { label: 'siret' })).status).toBe(200);
    expect((await change(siret?.id ?? '', { label: 'SIRET' })).status).toBe(200);
  });

  it('are changed by administrators alone, and read by everyone', async () => {
    const client = await firm.addClient('Vu');
    const [one] = await list();
    for (const user of [await firm.addUser('collaborator'), await firm.addUser('client', [client.id])]) {
      expect((await user.call('GET', `${firm.path}/attributes`)).status).toBe(200);
      expect((await add({ label: 'X', kind: 'text' }, user)).status).toBe(403);
      expect((await change(one?.id ?? '', { label: 'X' }, user)).status).toBe(403);
      expect((await remove(one?.id ?? '', user)).status).toBe(403);
    }
  });

  it('are at most a hundred', async () => {
    const full = await testFirm(platform);
    const create = (label: string) =>
      full.admin.call<Problem>('POST', `${full.path}/attributes`, { label, kind: 'text' });
    for (let index = 4; index <= 100; index++) expect((await create(`A${index}`)).status).toBe(201);
    expect((await create('de trop')).body.code).toBe('too_many_attributes');
  });
});

describe('values', () => {
  it('are checked by the kind of their attribute, and the answer names the field', async () => {
    const siren = (await add({ label: 'SIREN', kind: 'siren' })).body.id;
    const email = (await list()).find(({ kind }) => kind === 'email')?.id ?? '';
    for (const [id, value, code] of [
      [siren, '732829321', 'number_bad_checksum'],
      [siren, '12', 'siren_not_9_digits'],
      [siren, '000000000', 'number_all_zeros'],
      [siren, '7,32829E+8', 'number_rounded'],
      [email, 'pas une adresse', 'invalid_email'],
      [email, `${'a'.repeat(260)}@exemple.fr`, 'value_too_long'],
    ] as const)
      expect(await addClient('Refusé', [[id, value]]), value).toMatchObject({
        status: 422,
        body: { code, field: `attributes.${id}` },
      });
    const { body } = await addClient('Pris', [
      [siren, '732 829 320'],
      [email, 'Factures <Factures@EXEMPLE.fr>'],
    ]);
    expect(body.attributes).toEqual([
      { attributeId: email, value: 'Factures@exemple.fr', state: 'valid', overrideReason: null },
      { attributeId: siren, value: '732829320', state: 'valid', overrideReason: null },
    ]);
    expect(
      (await setValue(body.id, siren, null)).body.attributes.map(({ attributeId }) => attributeId),
    ).toEqual([email]);
    expect((await setValue(body.id, siren, '732829321', 'vu sur le Kbis')).body.attributes[1]).toMatchObject({
      ...{ value: '732829321', state: 'overridden', overrideReason: 'vu sur le Kbis' },
    });
    expect((await setValue(body.id, firm.id, 'x')).status).toBe(404);
  });

  it('are found by a search, and no more once they are gone', async () => {
    const { id } = (await add({ label: 'Secteur', kind: 'text' })).body;
    const { body } = await addClient('Chercheur', [[id, 'Boulangerie de Ménilmontant']]);
    const found = async (search: string) => {
      const query = new URLSearchParams({ search });
      const answer = await firm.admin.call<{ items: Client[] }>('GET', `${firm.path}/clients?${query}`);
      return answer.body.items.map((client) => client.id);
    };
    expect(await found('menilmontant chercheur')).toEqual([body.id]);
    await setValue(body.id, id, 'Pâtisserie');
    expect(await found('menilmontant')).toEqual([]);
    expect(await found('patisserie')).toEqual([body.id]);
    await remove(id);
    expect(await found('patisserie')).toEqual([]);
    expect(await found('chercheur')).toEqual([body.id]);
  });
});

describe('a unique attribute', () => {
  it('refuses a value that another client has, naming it, whatever the case and the spaces', async () => {
    const code = (await list()).find(({ kind }) => kind === 'code')?.id ?? '';
    const { body } = await addClient('Menuiserie Aubertin', [[code, 'AUB 001']]);
    const refused = await addClient('Autre', [[code, 'aub001']]);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'value_taken', field: `attributes.${code}` },
    });
    expect(refused.body.fr).toBe(
      '«\u00a0aub001\u00a0» est déjà celui de «\u00a0Menuiserie Aubertin\u00a0»\u00a0: l’attribut «\u00a0Code dossier\u00a0» est unique.',
    );
    // Its own, written otherwise; and free again once it is taken away.
    expect((await setValue(body.id, code, 'Aub 001')).body.code).toBe('Aub 001');
    await setValue(body.id, code, null);
    expect((await addClient('Autre', [[code, 'AUB001']])).status).toBe(201);
  });

  it('gives a value to one of twenty who ask for it at the same moment', async () => {
    const code = (await list()).find(({ kind }) => kind === 'code')?.id ?? '';
    const value = `C${serial++}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => addClient(`Course ${index}`, [[code, value]])),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    const left = await firm.admin.call<{ total: number }>('GET', `${firm.path}/clients?search=course`);
    expect(left.body.total).toBe(1);
  });

  it('does not tell the name of a client to who may not see it', async () => {
    const code = (await list()).find(({ kind }) => kind === 'code')?.id ?? '';
    const value = `C${serial++}`;
    await addClient('Dossier secret', [[code, value]]);
    const limited = await firm.addUser('collaborator');
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .updateTable('members')
        .set({ sees_all_clients: false })
        .where('user_id', '=', limited.userId)
        .execute(),
    );
    const answer = await limited.call<Problem>('POST', `${firm.path}/clients`, {
      name: 'Le mien',
      code: value,
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'value_taken_unseen', field: 'code' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('cannot be made of one whose values are shared: a value and its clients are named', async () => {
    const { id } = (await add({ label: 'Groupe', kind: 'text' })).body;
    for (const name of ['A', 'B', 'C', 'D'])
      await addClient(`Groupe ${name}`, [[id, name === 'D' ? 'autre' : 'Nord']]);
    const refused = await change(id, { isUnique: true });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'attribute_values_shared', field: 'isUnique' },
    });
    expect(refused.body.fr).toContain('Groupe A, Groupe B, Groupe C');
    expect((await list()).find((each) => each.id === id)?.isUnique).toBe(false);
  });

  it('is held by the database from the moment it is made one, and let go when it is not', async () => {
    const { id } = (await add({ label: `Unique ${serial++}`, kind: 'text' })).body;
    await addClient('Un', [[id, 'x']]);
    const other = (await addClient('Sans valeur', [])).body;
    expect((await change(id, { isUnique: true })).body.isUnique).toBe(true);
    expect((await addClient('Deux', [[id, 'X']])).status).toBe(409);
    const insert = inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .insertInto('attribute_values')
        .values({
          ...{ firm_id: firm.id, client_id: other.id, attribute_id: id, value: 'y', value_key: 'y' },
          is_unique: false,
        })
        .execute(),
    );
    await expect(insert).rejects.toMatchObject({ code: '23503' });
    await change(id, { isUnique: false });
    expect((await addClient('Deux', [[id, 'X']])).status).toBe(201);
  });
});

it('every change of an attribute is in the audit log, with who made it', async () => {
  const audited = await testFirm(platform);
  const at = `${audited.path}/attributes`;
  const { body } = await audited.admin.call<Attribute>('POST', at, { label: 'Groupe', kind: 'text' });
  await audited.admin.call('PATCH', `${at}/${body.id}`, { label: 'Réseau', position: 1 });
  await audited.admin.call('DELETE', `${at}/${body.id}`);
  const entries = await inFirm(platform.database.app, audited.id, (trx) =>
    trx
      .selectFrom('audit_entries')
      .innerJoin('audit_details', 'audit_details.entry_id', 'audit_entries.id')
      .select(['action', 'subject_name', 'details', 'actor_id'])
      .where('subject_kind', '=', 'attribute')
      .orderBy('audit_entries.id')
      .execute(),
  );
  expect(entries).toMatchObject([
    { action: 'attribute.created', subject_name: 'Groupe', actor_id: audited.admin.userId },
    {
      action: 'attribute.changed',
      details: { labelBefore: 'Groupe', label: 'Réseau', positionBefore: 4, position: 1 },
    },
    { action: 'attribute.deleted', subject_name: 'Réseau', details: { values: 0 } },
  ]);
});

import type { Client, Job, JobItem, Problem } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { claimDeliveries } from '../deliveries/claim.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import { pairAgent } from '../testing/firm-of-everything.ts';
import { laneOf, queueDeliveries } from '../testing/queued-deliveries.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { asCaller, distinctPdf, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform([createScriptedPartner().connector]);
const firm = await testFirm(platform);
const path = `${firm.path}/clients`;

type Answer<T> = T & Problem;

const read = async (id: string, user = firm.admin) =>
  (await user.call<Answer<Client>>('GET', `${path}/${id}`)).body;
const post = <T>(at: string, body: object = {}, user: TestUser = firm.admin) =>
  user.call<Answer<T>>('POST', `${path}/${at}`, body);
const listIds = async (query = '', user = firm.admin) =>
  (await user.call<{ items: Client[] }>('GET', `${path}?limit=200&${query}`)).body.items.map(({ id }) => id);

/** A collaborator who sees the clients given to him and no others. */
async function addLimited(clientIds: readonly string[]): Promise<TestUser> {
  const user = await firm.addUser('collaborator', clientIds);
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx.updateTable('members').set({ sees_all_clients: false }).where('user_id', '=', user.userId).execute(),
  );
  return user;
}

function audited(action: string) {
  return inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .selectFrom('audit_entries')
      .innerJoin('audit_details', 'audit_details.entry_id', 'audit_entries.id')
      .select(['subject_id', 'subject_name', 'details'])
      .where('action', '=', action)
      .orderBy('audit_entries.id', 'desc')
      .execute(),
  );
}

describe('an archived client', () => {
  it('leaves the lists, receives nothing more, from nobody, and comes back as it was', async () => {
    const client = await firm.addClient('Garage du Lac');
    const folder = client.folders[0]?.id ?? '';
    const { token } = await pairAgent(platform, firm.admin, firm.id);
    const agent = asCaller(platform, { authorization: `Bearer ${token}` });
    const upload = (user: TestUser) =>
      user.upload(`${firm.path}/folders/${folder}/documents?name=a.pdf`, distinctPdf());
    expect((await upload(agent)).status).toBe(201);
    const { body } = await post<Client>(`${client.id}/archive`);
    expect(body.archivedAt).not.toBeNull();
    // Again, it changes nothing.
    expect((await post<Client>(`${client.id}/archive`)).body.archivedAt).toBe(body.archivedAt);
    expect(await listIds()).not.toContain(client.id);
    expect(await listIds('state=archived')).toEqual([client.id]);
    for (const user of [firm.admin, agent])
      expect(await upload(user)).toMatchObject({ status: 409, body: { code: 'client_archived' } });
    // What is there stays readable.
    expect((await firm.admin.call('GET', `${firm.path}/folders/${folder}/documents`)).status).toBe(200);
    expect((await post<Client>(`${client.id}/restore`)).body.archivedAt).toBeNull();
    expect((await upload(agent)).status).toBe(201);
    expect((await audited('client.archived')).length).toBe(1);
    expect((await audited('client.restored'))[0]).toMatchObject({
      subject_id: client.id,
      subject_name: 'Garage du Lac',
    });
  });

  it('still sends what it had received', async () => {
    const other = await testFirm(platform);
    const lane = await laneOf(platform, other, 'scripted');
    const ids = await queueDeliveries(platform, lane, 2, new Date());
    const { body } = await other.admin.call<{ items: Client[] }>('GET', `${other.path}/clients`);
    await other.admin.call('POST', `${other.path}/clients/${body.items[0]?.id}/archive`);
    await platform.wake.lanes(other.id, [lane.laneId]);
    const claimed = await claimDeliveries(
      platform.database.queue,
      10,
      platform.newId(),
      60_000,
      platform.clock(),
    );
    expect(claimed.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it('is not put away by a client user, nor by who does not see it', async () => {
    const client = await firm.addClient('Pas à lui');
    for (const user of [await firm.addUser('client', [client.id]), await addLimited([])]) {
      expect((await post(`${client.id}/archive`, {}, user)).status).toBeGreaterThanOrEqual(403);
      expect((await read(client.id)).archivedAt).toBeNull();
    }
  });
});

describe('the people of a client', () => {
  it('are set as a whole, collaborators and client users, and said with the names', async () => {
    const client = await firm.addClient('Boulangerie');
    const [one, two] = [await firm.addUser('collaborator'), await firm.addUser('client')];
    const { body } = await post<Client>(`${client.id}/members`, { userIds: [one.userId, two.userId] });
    expect(body.collaborators.map(({ id }) => id)).toEqual([one.userId]);
    const members = await firm.admin.call<{ items: { id: string; isAssigned: boolean }[] }>(
      'GET',
      `${path}/${client.id}/members`,
    );
    expect(
      members.body.items
        .filter(({ isAssigned }) => isAssigned)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([one.userId, two.userId].sort());
    expect(await listIds('', two)).toEqual([client.id]);
    await post(`${client.id}/members`, { userIds: [] });
    expect(await listIds('', two)).toEqual([]);
    expect((await audited('client.members_changed'))[0]?.details).toEqual({
      removed: expect.stringContaining('collaborator de test'),
    });
    expect((await post(`${client.id}/members`, { userIds: [firm.id] })).status).toBe(404);
  });

  it('keep a limited collaborator who changes them', async () => {
    const client = await firm.addClient('Le sien');
    const limited = await addLimited([client.id]);
    await post(`${client.id}/members`, { userIds: [] }, limited);
    expect(await listIds('', limited)).toEqual([client.id]);
  });
});

describe('a change of a client', () => {
  it('is written in the audit log with what it was before, and one that changes nothing is not', async () => {
    const { body } = await firm.admin.call<Client>('POST', path, { name: 'Avant', code: 'AV1' });
    await firm.admin.call('PATCH', `${path}/${body.id}`, { name: 'Après', code: 'AP1' });
    await firm.admin.call('PATCH', `${path}/${body.id}`, { name: 'Après', code: 'AP1' });
    const entries = (await audited('client.changed')).filter(({ subject_id }) => subject_id === body.id);
    expect(entries).toMatchObject([
      { subject_name: 'Après', details: { nameBefore: 'Avant', name: 'Après', 'Code dossier': 'AV1 → AP1' } },
    ]);
  });
});

const preview = (body: object, user = firm.admin) => post<Job>('bulk', body, user);
async function run(job: Job, user = firm.admin): Promise<Job> {
  await user.call('POST', `${firm.path}/jobs/${job.id}/confirm`);
  await platform.runJobs();
  return (await user.call<Job>('GET', `${firm.path}/jobs/${job.id}`)).body;
}

describe('a change of many clients', () => {
  it('touches what was frozen at preview and nothing else, skipping what needs nothing', async () => {
    const ids: string[] = [];
    for (const index of [1, 2, 3, 4]) ids.push((await firm.addClient(`Lot A ${index}`)).id);
    const [first = '', second = '', , fourth = ''] = ids;
    await post(`${first}/archive`);
    const selection = { filter: { search: 'lot a', state: 'all' }, excludedIds: [fourth] };
    const { body } = await preview({ action: 'archive', selection });
    expect(body).toMatchObject({ state: 'preview', kind: 'client.change', total: 3, skipped: 1 });
    await firm.addClient('Lot A 5');
    expect((await read(second)).archivedAt).toBeNull();
    expect(await run(body)).toMatchObject({ state: 'done', done: 2, skipped: 1, failed: 0 });
    expect(await listIds('search=lot a')).toHaveLength(2);
    const back = (await preview({ action: 'restore', selection: { ids } })).body;
    expect(await run(back)).toMatchObject({ total: 4, done: 3, skipped: 1 });
  });

  it('assigns and takes off, a collaborator seeing then what he was given', async () => {
    const ids = [(await firm.addClient('Lot B 1')).id, (await firm.addClient('Lot B 2')).id];
    const user = await addLimited([]);
    const userIds = [user.userId];
    await run((await preview({ action: 'assign', userIds, selection: { ids } })).body);
    expect((await listIds('', user)).sort()).toEqual([...ids].sort());
    expect((await preview({ action: 'assign', userIds, selection: { ids } })).body).toMatchObject({
      total: 2,
      skipped: 2,
    });
    await run(
      (await preview({ action: 'unassign', userIds, selection: { filter: { search: 'lot b 1' } } })).body,
    );
    expect(await listIds('', user)).toEqual([ids[1]]);
  });

  it('sets a value, and refuses at preview one that cannot be', async () => {
    const ids = [(await firm.addClient('Lot C 1')).id, (await firm.addClient('Lot C 2')).id];
    const { items } = (
      await firm.admin.call<{ items: { id: string; kind: string }[] }>('GET', `${firm.path}/attributes`)
    ).body;
    const idOf = (kind: string) => items.find((each) => each.kind === kind)?.id ?? '';
    const set = (attributeId: string, value: string | null) =>
      preview({ action: 'set_attribute', attributeId, value, selection: { ids } });
    expect(await run((await set(idOf('email'), 'Lot@Exemple.FR')).body)).toMatchObject({ done: 2 });
    expect((await read(ids[0] ?? '')).attributes[0]?.value).toBe('Lot@exemple.fr');
    expect((await set(idOf('email'), 'lot')).body).toMatchObject({ code: 'invalid_email', field: 'value' });
    expect((await set(idOf('code'), 'C1')).body).toMatchObject({ code: 'unique_for_many', field: 'value' });
    expect((await set(firm.id, 'x')).status).toBe(404);
    expect(await run((await set(idOf('email'), null)).body)).toMatchObject({ done: 2 });
    expect((await read(ids[0] ?? '')).attributes).toEqual([]);
    for (const body of [
      { action: 'assign' },
      { action: 'set_attribute' },
      { action: 'set_attribute', attributeId: idOf('text') },
    ])
      expect((await preview({ ...body, selection: { ids } })).status).toBe(400);
  });

  it('of a limited collaborator touches his clients alone, whatever he asks for', async () => {
    const [his, other] = [await firm.addClient('Lot D à lui'), await firm.addClient('Lot D à un autre')];
    const limited = await addLimited([his.id]);
    for (const selection of [{ ids: [his.id, other.id] }, { filter: { search: 'lot d', state: 'all' } }]) {
      const { body } = await preview({ action: 'archive', selection }, limited);
      const { items } = (
        await limited.call<{ items: JobItem[] }>('GET', `${firm.path}/jobs/${body.id}/items`)
      ).body;
      expect(items.map(({ payload }) => payload.name)).toEqual(['Lot D à lui']);
      await run(body, limited);
    }
    expect((await read(other.id)).archivedAt).toBeNull();
    // What he was shown and does not see any more is not touched.
    const { body } = await preview({ action: 'restore', selection: { ids: [his.id] } }, limited);
    await post(`${his.id}/members`, { userIds: [] });
    expect(await run(body, limited)).toMatchObject({ done: 0, failed: 1 });
    expect((await read(his.id)).archivedAt).not.toBeNull();
  });

  it('is not for client users', async () => {
    const client = await firm.addClient('Lot E');
    const user = await firm.addUser('client', [client.id]);
    expect((await preview({ action: 'archive', selection: { ids: [client.id] } }, user)).status).toBe(403);
  });
});

async function exportRows(
  selection: object,
  format: 'csv' | 'xlsx',
  user = firm.admin,
): Promise<readonly (readonly string[])[]> {
  const answer = await platform.server.inject({
    method: 'POST',
    url: `${path}/export`,
    headers: user.headers as Record<string, string>,
    payload: { selection, format },
  });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-disposition']).toContain(`dossiers-clients.${format}`);
  return (await readSheet(answer.rawPayload)).rows;
}

describe('an export of clients', () => {
  it('has the name, every attribute, people and counts, as CSV and as XLSX, formulas neutralised', async () => {
    const collaborator = await firm.addUser('collaborator');
    const { body } = await firm.admin.call<Client>('POST', path, {
      ...{
        name: '=HYPERLINK("http://exemple")',
        code: 'EXP 1',
        siret: '73282932000075',
        siretOverrideReason: 'vu sur le Kbis',
      },
    });
    await post(`${body.id}/members`, { userIds: [collaborator.userId] });
    for (const format of ['csv', 'xlsx'] as const) {
      const rows = await exportRows({ ids: [body.id] }, format);
      expect(rows[0]).toEqual([
        ...['Nom', 'SIRET', 'Code dossier', 'E-mail de collecte', 'Collaborateurs', 'Motif'],
        ...['Applications', 'Non transmis', 'Dernier dépôt'],
      ]);
      // Two people of this firm have that name: the e-mail tells them apart.
      expect(rows[1]).toEqual([
        ...[
          '=HYPERLINK("http://exemple")',
          '73282932000075',
          'EXP 1',
          '',
          collaborator.email,
          'vu sur le Kbis',
          '',
          '0',
        ],
      ]);
    }
    expect((await audited('clients.exported'))[0]?.details).toEqual({ clients: 1 });
  });

  it('holds for a limited collaborator his clients alone', async () => {
    const his = await firm.addClient('Exporté');
    const limited = await addLimited([his.id]);
    const rows = await exportRows({ filter: { state: 'all' } }, 'csv', limited);
    expect(rows.slice(1).map(([name]) => name)).toEqual(['Exporté']);
    expect((await exportRows({ ids: await listIds('state=all') }, 'csv', limited)).length).toBe(2);
    const client = await firm.addUser('client', [his.id]);
    expect((await post('export', { selection: { ids: [his.id] }, format: 'csv' }, client)).status).toBe(403);
  });
});

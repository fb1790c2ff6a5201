import type { Attribute, Client, ClientFilter } from '@navette/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { foldForSearch } from './search-key.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const firm = await testFirm(platform);
const attributes = (await firm.admin.call<{ items: Attribute[] }>('GET', `${firm.path}/attributes`)).body
  .items;
const idOf = (kind: Attribute['kind']) => attributes.find((each) => each.kind === kind)?.id ?? '';

interface Page {
  items: Client[];
  next: string | null;
  total: number;
}

async function page(query: Record<string, string>, user = firm.admin): Promise<Page> {
  const answer = await user.call<Page>('GET', `${firm.path}/clients?${new URLSearchParams(query)}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

/** Every page of a list. */
async function readAll(query: Record<string, string>, limit: number, user = firm.admin): Promise<Client[]> {
  const read: Client[] = [];
  let cursor: string | null = null;
  do {
    const { items, next, total }: Page = await page(
      { ...query, limit: String(limit), ...(cursor === null ? {} : { cursor }) },
      user,
    );
    read.push(...items);
    cursor = next;
    if (next === null) expect(read.length).toBe(total);
  } while (cursor !== null && read.length < 200);
  return read;
}

// Equal names, codes that are missing or numbered, deposits at several moments, some without success, some put away.
const names = [
  'Zoé',
  'Abel',
  'abel',
  'Émile',
  'Garage 10',
  'Garage 9',
  'Dupont',
  'Dupont',
  'Dupont',
  'élan',
  'Œuvre',
  'Eau',
];
const codes = ['C10', null, 'C9', 'A 1', null, 'b2', 'C100', null, 'a2', 'D', 'Z', null];
const sirets = [null, '73282932000074', null, '73282932000074', '55210055400013', null];
const assigned = [1, 4, 6];

async function fill(): Promise<TestUser> {
  const clients: Client[] = [];
  for (const [index, name] of names.entries()) {
    platform.setClock(new Date(Date.UTC(2026, 10, 1 + (index % 5))));
    const body = { name, code: codes[index], siret: sirets[index % sirets.length] };
    clients.push((await firm.admin.call<Client>('POST', `${firm.path}/clients`, body)).body);
  }
  const [first] = clients;
  await firm.connect('scripted', first?.id ?? '');
  for (const [index, { id }] of clients.entries()) {
    if (index % 3 === 0) continue;
    platform.setClock(new Date(Date.UTC(2026, 10, 10 + (index % 4))));
    const { body } = await firm.admin.call<{ items: { id: string; path: string }[] }>(
      'GET',
      `${firm.path}/clients/${id}/folders`,
    );
    const folder = body.items.find(({ path }) => path === '/Réception');
    await firm.admin.upload(`${firm.path}/folders/${folder?.id}/documents?name=a.pdf`, distinctPdf());
  }
  await makeUndelivered(clients.slice(2, 5), [3, 1, 3]);
  for (const index of [1, 11])
    await firm.admin.call('POST', `${firm.path}/clients/${clients[index]?.id}/archive`);
  const limited = await firm.addUser(
    'collaborator',
    assigned.map((index) => clients[index]?.id ?? ''),
  );
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .updateTable('members')
      .set({ sees_all_clients: false })
      .where('user_id', '=', limited.userId)
      .execute(),
  );
  platform.setClock(null);
  return limited;
}

/** Deliveries that ended without success, of documents that no one follows. */
async function makeUndelivered(clients: readonly Client[], counts: readonly number[]): Promise<void> {
  const owner = await platform.database.openClient('owner');
  try {
    await owner.query('begin');
    await owner.query(`select set_config('navette.firm_id', $1, true)`, [firm.id]);
    for (const [index, { id }] of clients.entries())
      await owner.query(
        `insert into deliveries (firm_id, id, lane_id, state, code, ready_at, version_id, document_id, client_id, installation_id,
           connection_id, rule_id, document_type, repeat_number, created_at, ended_at)
         select d.firm_id, gen_random_uuid(), l.id, 'undelivered', 'document_refused', now(), d.current_version_id, d.id, $1, l.installation_id,
           c.id, r.id, 'purchase', $3::integer * 10 + n, now(), now()
         from generate_series(1, $2::integer) n, (select * from documents limit 1) d, (select * from lanes limit 1) l,
           (select * from connections limit 1) c, (select * from rules limit 1) r`,
        [id, counts[index], index],
      );
    await owner.query('commit');
  } finally {
    await owner.end();
  }
}

const limited = await fill();
const everything = (await page({ state: 'all', limit: '100' })).items;

const sortNames = ['name', 'code', 'lastReceived', 'undelivered', 'created', `attribute:${idOf('siret')}`];
const sort = fc.constantFrom(...sortNames.flatMap((name) => [name, `-${name}`]));
const filter: fc.Arbitrary<ClientFilter> = fc.record(
  {
    search: fc.constantFrom('', 'a', 'DUPONT', 'garage 9', '732 829 320', 'é', 'c1', '732829'),
    state: fc.constantFrom('active', 'archived', 'all'),
    missing: fc.constantFrom(idOf('siret'), idOf('code'), idOf('email')),
    connected: fc.constantFrom('any', 'none'),
    withUndelivered: fc.constantFrom('true', 'false'),
    collaborator: fc.constantFrom('none', limited.userId),
  },
  { requiredKeys: [] },
);

/** The filter, said once more in plain words over all clients. */
function keeps(client: Client, by: ClientFilter): boolean {
  const isArchived = client.archivedAt !== null;
  if (by.state !== 'all' && isArchived !== (by.state === 'archived')) return false;
  const texts = [client.name, ...client.attributes.map(({ value }) => value)].map(foldForSearch);
  const words = foldForSearch(by.search ?? '').split(' ');
  const compact = texts.map((text) => text.replaceAll(' ', ''));
  if (!words.every((word) => [...texts, ...compact].some((text) => text.includes(word)))) return false;
  if (by.missing !== undefined && client.attributes.some(({ attributeId }) => attributeId === by.missing))
    return false;
  if (by.connected !== undefined && client.connections.length > 0 !== (by.connected === 'any')) return false;
  if (by.withUndelivered !== undefined && client.undelivered > 0 !== (by.withUndelivered === 'true'))
    return false;
  if (by.collaborator === 'none') return client.collaborators.length === 0;
  return by.collaborator === undefined || client.collaborators.some(({ id }) => id === by.collaborator);
}

function keyOf(client: Client, by: string): string | number | null {
  if (by === 'code') return client.code === null ? null : padded(client.code);
  if (by === 'lastReceived') return client.lastReceivedAt;
  if (by === 'undelivered') return client.undelivered;
  if (by === 'created') return client.createdAt;
  if (by.startsWith('attribute:')) return client.siret;
  return padded(client.name);
}

function padded(text: string): string {
  return foldForSearch(text).replace(/\d+/g, (digits) => digits.padStart(14, '0'));
}

describe('a list of clients', () => {
  it('gives each client of any filter exactly once, in any order, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(filter, sort, fc.integer({ min: 1, max: 7 }), async (by, order, limit) => {
        const read = await readAll({ ...(by as Record<string, string>), sort: order }, limit);
        const wanted = everything.filter((client) => keeps(client, by)).map(({ id }) => id);
        expect(read.map(({ id }) => id).sort()).toEqual(wanted.sort());
        const keys = read.map((client) => keyOf(client, order.replace('-', '')));
        const known = keys.filter((key) => key !== null);
        // Those without a key are last either way.
        expect(keys.slice(known.length).every((key) => key === null)).toBe(true);
        const sorted = known.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
        expect(known).toEqual(order.startsWith('-') ? sorted.reverse() : sorted);
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it('shows a limited collaborator his clients alone, in every order and filter', async () => {
    const his = new Set(
      assigned.map((index) => everything.find(({ id }) => id === createdOrder()[index]?.id)?.id),
    );
    await fc.assert(
      fc.asyncProperty(filter, sort, async (by, order) => {
        const read = await readAll({ ...(by as Record<string, string>), sort: order }, 2, limited);
        for (const { id } of read) expect(his.has(id)).toBe(true);
      }),
      { numRuns: 40 },
    );
    expect((await readAll({ state: 'all' }, 50, limited)).length).toBe(assigned.length);
    expect((await readAll({ state: 'all', collaborator: 'me' }, 50, limited)).length).toBe(assigned.length);
  }, 60_000);

  it('finds the clients that have exactly a value, as its kind compares it', async () => {
    const names = async (attribute: string, value: string) =>
      (await page({ attribute, value })).items.map(({ name }) => name);
    expect(await names(idOf('code'), 'a1')).toEqual(['Émile']);
    expect(await names(idOf('code'), 'A')).toEqual([]);
    expect(await names(idOf('siret'), '552 100 554 00013')).toEqual(['Garage 10', 'Œuvre']);
    const wrong = await firm.admin.call('GET', `${firm.path}/clients?attribute=${firm.id}&value=x`);
    expect(wrong.status).toBe(404);
    expect((await firm.admin.call('GET', `${firm.path}/clients?attribute=${idOf('code')}`)).status).toBe(400);
  });

  it('finds those connected to an application, and those of a SIRET however it is written', async () => {
    const installations = await firm.admin.call<{ items: { id: string }[] }>(
      'GET',
      `${firm.path}/installations`,
    );
    const connected = installations.body.items[0]?.id ?? '';
    expect((await page({ connected })).items.map(({ name }) => name)).toEqual(['Zoé']);
    for (const search of ['73282932000074', '732 829 320 00074', '732.829.320', '73282932000074 emile'])
      expect((await page({ search })).items.length, search).toBeGreaterThan(0);
  });

  it('refuses an order it does not know and a cursor of another list', async () => {
    const status = async (query: string) =>
      (await firm.admin.call('GET', `${firm.path}/clients?${query}`)).status;
    expect(await status('sort=siret')).toBe(400);
    expect(await status(`sort=attribute:${firm.id}`)).toBe(404);
    const { next } = await page({ sort: 'name', limit: '1' });
    for (const other of ['lastReceived', 'undelivered', 'created'])
      expect(await status(`sort=${other}&cursor=${next}`), other).toBe(400);
  });

  it('says which SIRET is shared, and by whom, to who sees both', async () => {
    const shared = everything.filter(({ isSiretShared }) => isSiretShared);
    expect(new Set(shared.map(({ siret }) => siret))).toEqual(new Set(['73282932000074', '55210055400013']));
    const [one] = shared;
    const { body } = await firm.admin.call<Client>('GET', `${firm.path}/clients/${one?.id}`);
    expect(body.sameSiret.length).toBeGreaterThan(0);
    for (const { id } of body.sameSiret) {
      expect(id).not.toBe(one?.id);
      expect(everything.find((client) => client.id === id)?.siret).toBe(one?.siret);
    }
    const seen = await readAll({ state: 'all' }, 50, limited);
    for (const { id } of seen) {
      const { body: his } = await limited.call<Client>('GET', `${firm.path}/clients/${id}`);
      for (const other of his.sameSiret) expect(seen.some((client) => client.id === other.id)).toBe(true);
    }
  });
});

/** Everything in the order in which it was made: ids grow. */
function createdOrder(): Client[] {
  return everything.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

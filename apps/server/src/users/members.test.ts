import type { Member, MemberClient } from '@navette/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { loadCreator } from '../jobs/load-creator.ts';
import { pairAgent } from '../testing/firm-of-everything.ts';
import { asCaller, type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { updateMember } from './members-change.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);

interface Page<Item> {
  items: Item[];
  next: string | null;
  total: number;
}

async function list(query: Record<string, string> = {}, of: TestFirm = firm): Promise<Page<Member>> {
  const answer = await of.admin.call<Page<Member>>('GET', `${of.path}/members?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function change(userId: string, body: object, of: TestFirm = firm) {
  return of.admin.call<Member & { code?: string }>('PATCH', `${of.path}/members/${userId}`, body);
}

const act = (userId: string, what: string, of: TestFirm = firm) =>
  of.admin.call<Member & { code?: string; agents?: number }>(
    'POST',
    `${of.path}/members/${userId}/${what}`,
    {},
  );

async function auditedActions(of: TestFirm = firm): Promise<string[]> {
  const rows = await inFirm(platform.database.app, of.id, (trx) =>
    trx.selectFrom('audit_entries').select('action').orderBy('id').execute(),
  );
  return rows.map(({ action }) => action);
}

describe('the list of people', () => {
  it('says of each what an administrator needs to know', async () => {
    const client = await firm.addClient('Menuiserie Aubertin');
    const user = await firm.addUser('client', [client.id]);
    const { items, total } = await list();
    expect(total).toBe(items.length);
    expect(items.find(({ id }) => id === user.userId)).toMatchObject({
      ...{ email: user.email, role: 'client', seesAllClients: false, clients: 1, state: 'active' },
      ...{ hasSecondFactor: false, agents: 0, lastSeenAt: null },
    });
    expect(items.find(({ id }) => id === firm.admin.userId)).toMatchObject({
      ...{ role: 'admin', seesAllClients: true, lastSeenAt: expect.stringMatching(/Z$/) },
    });
  });

  it('is searched without accents or case, in names and e-mails, and filtered', async () => {
    const user = await firm.addUser('collaborator');
    await change(user.userId, { name: 'Éloïse Œuvrard' });
    for (const search of ['eloise', 'ŒUVRARD', 'oeuv elo', user.email])
      expect(
        (await list({ search })).items.map(({ id }) => id),
        search,
      ).toEqual([user.userId]);
    for (const search of ['eloise dupont', '%', '_loise']) expect((await list({ search })).items).toEqual([]);
    expect((await list({ role: 'collaborator' })).items.every(({ role }) => role === 'collaborator')).toBe(
      true,
    );
    expect((await list({ state: 'deactivated' })).total).toBe(0);
  });

  it('is read page by page, each person once, those of the same name too', async () => {
    const other = await testFirm(platform);
    const ids = [other.admin.userId];
    for (let index = 0; index < 6; index++) {
      const { userId } = await other.addUser('collaborator');
      await change(userId, { name: ['Zoé', 'abel', 'Émile', 'Dupont', 'Dupont', 'dupont'][index] }, other);
      ids.push(userId);
    }
    const read: Member[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<Member> = await list({ limit: '2', ...(cursor === null ? {} : { cursor }) }, other);
      read.push(...page.items);
      cursor = page.next;
    } while (cursor !== null && read.length < 50);
    expect(read.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(read[0]?.name).toBe('abel');
    expect(read.at(-1)?.name).toBe('Zoé');
  });

  it('tells when each was last there, to five minutes, and not what his computer does', async () => {
    onTestFinished(() => platform.setClock(null));
    const user = await firm.addUser('collaborator');
    const seen = async () => (await list({ search: user.email })).items[0]?.lastSeenAt;
    platform.setClock(new Date('2026-11-21T10:00:00Z'));
    const paired = await pairAgent(platform, user, firm.id);
    const computer = asCaller(platform, { authorization: `Bearer ${paired.token}` });
    await computer.call('GET', `${firm.path}/clients`);
    expect(await seen()).toBeNull();
    await user.call('GET', `${firm.path}/clients`);
    expect(await seen()).toBe('2026-11-21T10:00:00.000Z');
    platform.setClock(new Date('2026-11-21T10:04:59Z'));
    await user.call('GET', `${firm.path}/clients`);
    expect(await seen()).toBe('2026-11-21T10:00:00.000Z');
    platform.setClock(new Date('2026-11-21T10:05:00Z'));
    await user.call('GET', `${firm.path}/clients`);
    expect(await seen()).toBe('2026-11-21T10:05:00.000Z');
  });
});

describe('rights', () => {
  it('change with the next request', async () => {
    await firm.addClient('Garage du Lac');
    const user = await firm.addUser('collaborator');
    const count = async () => {
      const { body } = await user.call<{ total: number }>('GET', `${firm.path}/clients`);
      return body.total;
    };
    expect(await count()).toBeGreaterThan(0);
    expect((await change(user.userId, { seesAllClients: false })).body).toMatchObject({
      seesAllClients: false,
    });
    expect(await count()).toBe(0);
    expect((await change(user.userId, { role: 'admin' })).body).toMatchObject({
      role: 'admin',
      seesAllClients: true,
    });
    expect((await user.call('GET', `${firm.path}/members`)).status).toBe(200);
    expect((await change(user.userId, { role: 'client' })).body).toMatchObject({ seesAllClients: false });
    expect((await user.call('GET', `${firm.path}/members`)).status).toBe(403);
  });

  it('given to a client user who becomes a collaborator stay with the clients given to him', async () => {
    const user = await firm.addUser('client');
    expect((await change(user.userId, { role: 'client', seesAllClients: true })).body.seesAllClients).toBe(
      false,
    );
    await change(user.userId, { name: 'Paul' });
    expect((await change(user.userId, { role: 'collaborator' })).body.seesAllClients).toBe(false);
  });

  it.each([{ role: 'patron' }, { name: '' }, { email: 'x@y.fr' }, { seesAllClients: 'oui' }])(
    'are refused when they make no sense: %j',
    async (body) => {
      expect((await change(firm.admin.userId, body)).status).toBe(400);
    },
  );

  it('of somebody of another firm cannot be touched', async () => {
    const other = await testFirm(platform);
    expect((await change(other.admin.userId, { name: 'Volé' })).status).toBe(404);
    expect((await act(other.admin.userId, 'deactivate')).status).toBe(404);
  });
});

describe('the last administrator', () => {
  it('can be neither demoted nor deactivated, until there is another', async () => {
    const alone = await testFirm(platform);
    const id = alone.admin.userId;
    expect(await change(id, { role: 'collaborator' }, alone)).toMatchObject({
      status: 409,
      body: { code: 'last_admin' },
    });
    expect(await act(id, 'deactivate', alone)).toMatchObject({ status: 409, body: { code: 'last_admin' } });
    const second = await alone.addUser('admin');
    await act(second.userId, 'deactivate', alone);
    // One who is deactivated does not count.
    expect((await act(id, 'deactivate', alone)).body.code).toBe('last_admin');
    await act(second.userId, 'reactivate', alone);
    expect((await change(id, { role: 'collaborator' }, alone)).status).toBe(200);
    const demoted = await second.call<{ code?: string }>('PATCH', `${alone.path}/members/${second.userId}`, {
      role: 'client',
    });
    expect(demoted.body.code).toBe('last_admin');
  });

  it('remains when two demote each other at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      const pair = await testFirm(platform);
      const [one, other] = [pair.admin.userId, (await pair.addUser('admin')).userId];
      const demote = (by: string, whom: string) =>
        inFirm(platform.database.app, pair.id, async (trx) => {
          const caller = await loadCreator(trx, pair.id, by);
          await updateMember(platform, trx, caller, whom, { role: 'collaborator' });
        }).then(
          () => 'done',
          (error: unknown) => (error as { code?: string }).code,
        );
      const ends = await Promise.all([demote(one, other), demote(other, one)]);
      expect(ends.sort()).toEqual(['done', 'last_admin']);
    }
  });
});

describe('somebody who is deactivated', () => {
  it('is out at once, and his computers with him, until he is back', async () => {
    const user = await firm.addUser('collaborator');
    const { token } = await pairAgent(platform, user, firm.id);
    const computer = asCaller(platform, { authorization: `Bearer ${token}` });
    const statuses = async () => [
      (await user.call('GET', `${firm.path}/clients`)).status,
      (await computer.call('GET', `${firm.path}/clients`)).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    expect((await act(user.userId, 'deactivate')).body).toMatchObject({ state: 'deactivated', agents: 1 });
    expect(await statuses()).toEqual([404, 404]);
    expect((await act(user.userId, 'deactivate')).status).toBe(200);
    expect((await act(user.userId, 'reactivate')).body.state).toBe('active');
    expect(await statuses()).toEqual([200, 200]);
  });

  it('leaves his computers to an administrator, in one gesture', async () => {
    const client = await firm.addClient('Boulangerie Rey');
    const user = await firm.addUser('client', [client.id]);
    const tokens = [await pairAgent(platform, user, firm.id), await pairAgent(platform, user, firm.id)];
    await firm.admin.call('DELETE', `${firm.path}/agents/${tokens[1]?.agentId}`);
    const computer = asCaller(platform, { authorization: `Bearer ${tokens[0]?.token}` });
    await act(user.userId, 'deactivate');
    expect((await computer.call('GET', `${firm.path}/clients`)).status).toBe(404);
    expect((await act(user.userId, 'take-over-agents')).body.agents).toBe(1);
    const { body } = await computer.call<{ total: number }>('GET', `${firm.path}/clients`);
    expect(body.total).toBeGreaterThan(1);
    expect((await act(user.userId, 'take-over-agents')).body.agents).toBe(0);
    expect((await act(firm.admin.userId, 'take-over-agents')).body.agents).toBe(0);
  });
});

describe('the clients of somebody', () => {
  const clientsOf = async (userId: string, query: Record<string, string> = {}) => {
    const at = `${firm.path}/members/${userId}/clients?${new URLSearchParams(query)}`;
    return (await firm.admin.call<Page<MemberClient>>('GET', at)).body;
  };
  const assign = (userId: string, body: object) =>
    firm.admin.call<Member>('POST', `${firm.path}/members/${userId}/clients`, body);

  it('are searched, given and taken away', async () => {
    const [one, two] = [await firm.addClient('Étude Zanzi Un'), await firm.addClient('Étude Zanzi Deux')];
    const user = await firm.addUser('client');
    const search = 'etude zanzi';
    expect((await assign(user.userId, { add: [one.id, two.id, one.id] })).body.clients).toBe(2);
    expect((await clientsOf(user.userId, { search })).items.map(({ isAssigned }) => isAssigned)).toEqual([
      true,
      true,
    ]);
    expect((await assign(user.userId, { add: [one.id], remove: [two.id] })).body.clients).toBe(1);
    expect((await clientsOf(user.userId, { assigned: 'true' })).items).toEqual([
      { id: one.id, name: 'Étude Zanzi Un', isAssigned: true },
    ]);
    expect((await clientsOf(user.userId, { search, assigned: 'false' })).items.map(({ id }) => id)).toEqual([
      two.id,
    ]);
    expect((await user.call<Page<MemberClient>>('GET', `${firm.path}/clients`)).body.total).toBe(1);
    const first = await clientsOf(user.userId, { search, limit: '1' });
    expect(first).toMatchObject({ total: 2, next: expect.any(String) });
    const second = await clientsOf(user.userId, { search, limit: '1', cursor: first.next ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
  });

  it('are this firm’s alone', async () => {
    const other = await testFirm(platform);
    const stranger = await other.addClient('Ailleurs');
    const user = await firm.addUser('client');
    expect((await assign(user.userId, { add: [stranger.id] })).status).toBe(404);
    expect((await assign(other.admin.userId, { add: [] })).status).toBe(404);
    expect((await assign(user.userId, { remove: [stranger.id] })).body.clients).toBe(0);
  });
});

it('every change of people is in the audit log, and what changes nothing is not', async () => {
  const audited = await testFirm(platform);
  const client = await audited.addClient('Aubertin');
  const user = await audited.addUser('collaborator');
  await pairAgent(platform, user, audited.id);
  const before = (await auditedActions(audited)).length;
  for (const _ of [1, 2]) {
    await change(user.userId, { name: 'Paul', role: 'client' }, audited);
    await audited.admin.call('POST', `${audited.path}/members/${user.userId}/clients`, { add: [client.id] });
    await act(user.userId, 'deactivate', audited);
    await act(user.userId, 'take-over-agents', audited);
  }
  await act(user.userId, 'reactivate', audited);
  expect((await auditedActions(audited)).slice(before)).toEqual([
    'member.changed',
    'member.clients_changed',
    'member.deactivated',
    'member.agents_taken_over',
    'member.reactivated',
  ]);
});

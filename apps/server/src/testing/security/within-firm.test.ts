/** Inside one firm: somebody limited to a client reaches nothing of another, whatever ids he knows. */
import { type Route, routes } from '@navette/api';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inFirm } from '../../database/tenancy.ts';
import { createScriptedPartner } from '../scripted-partner.ts';
import type { TestUser } from '../test-firm.ts';
import { testPlatform } from '../test-platform.ts';
import type { ForeignRequest } from './foreign-request.ts';
import { foreignRequests, idsOf } from './foreign-requests.ts';
import { listIdPlaces } from './id-places.ts';
import type { Sent } from './requests.ts';
import type { RouteKey } from './route-key.ts';
import { type LimitedKind, limitedKinds, markOfOther, setTwoClients } from './two-clients.ts';

const platform = await testPlatform([createScriptedPartner().connector]);
const world = await setTwoClients(platform);
const { firm, own, other, callers } = world;
const idPlaces = listIdPlaces();
const contract = new Map(Object.values<Route>(routes).map((route) => [keyOf(route), route]));

function keyOf({ method, path }: Route): RouteKey {
  return `${method} ${path}`;
}

/** Whether people who are limited may call a route at all. */
function isForLimited({ who }: Route): boolean {
  return (['collaborator', 'client', 'agent', 'user'] as const).some((kind) => who.includes(kind));
}

async function call(user: TestUser, key: RouteKey, { params = {}, query, body, bytes, headers }: Sent) {
  const [method = '', path = ''] = key.split(' ');
  const ids: Record<string, string> = { ...params, firm: firm.id };
  const url = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? platform.newId());
  const payload = bytes ?? body;
  const answer = await platform.server.inject({
    method: method as 'GET',
    url: query === undefined ? url : `${url}?${query}`,
    headers: { ...user.headers, ...headers },
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, text: `${JSON.stringify(answer.headers)}\n${answer.body}` };
}

/** A sum of every row of the firm, by table. */
async function sumTables(): Promise<Map<string, string>> {
  return inFirm(platform.database.app, firm.id, async (trx) => {
    const { rows: tables } = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'firm_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1`.execute(trx);
    const sums = tables.map(
      ({ name }) =>
        sql`select ${name}::text as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${sql.table(name)} t`,
    );
    const { rows } = await sql<{ name: string; sum: string }>`${sql.join(sums, sql` union all `)}`.execute(
      trx,
    );
    return new Map(rows.map(({ name, sum }) => [name, sum]));
  });
}

function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([name, sum]) => before.get(name) !== sum).map(([name]) => name);
}

/** Nothing of the other client, but the ids that the caller named himself. */
function findLeaks(text: string, sent: Sent): string[] {
  const named = JSON.stringify(sent);
  const ids = Object.values(idsOf(other)).filter((id) => text.includes(id) && !named.includes(id));
  return [...ids, ...(markOfOther.exec(decodeURIComponent(text.replaceAll('%', '%25'))) ?? [])];
}

beforeAll(async () => {
  // When somebody was last here is written now and then: now.
  for (const user of Object.values(callers)) await user.call('GET', firm.path);
});

// Before the administrator shows, below, that the requests are right: that changes what they see.
describe('what the limited may ask without any id of another', () => {
  it('is theirs: they see their client', async () => {
    for (const kind of limitedKinds)
      expect(await callers[kind].call('GET', `${firm.path}/clients`)).toMatchObject({
        body: { items: [{ id: own.client }], total: 1 },
      });
  });

  it('does not tell that another client has the number of theirs', async () => {
    const path = `${firm.path}/clients/${own.client}`;
    type Shared = { isSiretShared: boolean; sameSiret: object[] };
    const seen = await firm.admin.call<Shared>('GET', path);
    expect(seen.body).toMatchObject({ isSiretShared: true, sameSiret: [{ id: other.client }] });
    for (const kind of limitedKinds)
      expect((await callers[kind].call<Shared>('GET', path)).body).toMatchObject({
        isSiretShared: false,
        sameSiret: [],
      });
  });

  const asked = [...contract.values()].filter(
    (route) => route.method === 'GET' && route.answerKind !== 'events' && route.path.includes('/firms/:firm'),
  );
  const queries: Readonly<Record<string, string>> = {
    searchEverywhere: 'query=zebulon',
    importTemplate: 'format=csv',
    reportImport: 'format=csv',
    connectionTemplate: 'format=csv&withClients=true',
    reportConnectionImport: 'format=csv',
    exportAudit: 'format=csv',
  };

  it.each(asked)('holds nothing of it: $method $path', async (route) => {
    const params = { ...idsOf(own), installation: world.installation };
    for (const kind of limitedKinds) {
      const query = queries[route.name];
      const sent = { params, ...(query !== undefined && { query }) };
      const { status, text } = await call(callers[kind], keyOf(route), sent);
      expect.soft(findLeaks(text, sent), `${kind}: ${status} ${text}`).toEqual([]);
      if (!route.who.includes(kind)) expect.soft(status).toBe(403);
    }
  });
});

describe('the ids of another client', () => {
  it('are tried in every place of every route where one can stand', () => {
    const tried = (key: RouteKey) => foreignRequests.filter(({ route }) => route === key);
    const forgotten = [...idPlaces].flatMap(([key, { route, places }]) =>
      isForLimited(route)
        ? places
            .filter((place) => !tried(key).some((each) => each.place === place))
            .map((place) => `${key} ${place}`)
        : [],
    );
    expect(forgotten).toEqual([]);
    const invented = foreignRequests
      .filter(({ route, place }) => place !== null && !idPlaces.get(route)?.places.includes(place))
      .map(({ route, place }) => `${route} ${place}`);
    expect(invented).toEqual([]);
  });

  it.each(
    foreignRequests.map((request) => ({ ...request, name: `${request.route} ${request.place ?? ''}` })),
  )('lead nowhere, change nothing and tell nothing: $name', async (request) => {
    for (const kind of limitedKinds) {
      const sent = request.send(world);
      const before = await sumTables();
      const { status, text } = await call(callers[kind], request.route, sent);
      expect.soft(statusSaid(status), `${kind}: ${text}`).toBe(expectedOf(request, kind));
      const isAnswered = status < 400;
      const changed = changedTables(before, await sumTables());
      expect
        .soft(
          changed.filter((table) => !isAnswered || !request.writes?.includes(table)),
          kind,
        )
        .toEqual([]);
      expect.soft(findLeaks(text, sent), `${kind}: ${text}`).toEqual([]);
    }
  });

  function statusSaid(status: number): ForeignRequest['answer'] | 'not allowed' {
    if (status === 403) return 'not allowed';
    if (status === 404) return 'missing';
    return status < 400 ? 'empty' : 'refused';
  }

  function expectedOf({ route, answer }: ForeignRequest, kind: LimitedKind) {
    const who = contract.get(route)?.who ?? [];
    if (who.includes('user')) return kind === 'agent' ? 'refused' : answer;
    return who.includes(kind) ? answer : 'not allowed';
  }

  it.each(
    foreignRequests.flatMap((request) => {
      const { control } = request;
      if (typeof control === 'object') return [];
      return [{ ...request, name: `${request.route} ${request.place ?? ''}` }];
    }),
  )('are right: who may gets through with $name', async ({ route, send, control }) => {
    const { status, text } = await call(control === 'owner' ? other.owner : firm.admin, route, send(world));
    expect(status, text).toBeLessThan(400);
  });
});

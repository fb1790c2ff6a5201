import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { getDelivery } from '../deliveries/list-deliveries.ts';
import { getDocument } from '../documents/list-documents.ts';
import { firmOfEverything, pairAgent } from '../testing/firm-of-everything.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { asCaller, distinctPdf, type TestUser, testFirm, testPassword } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);

// One firm that has something of everything, and another one's people. A new parameter of an address: give it its id in
// `testing/firm-of-everything.ts`.
const { firm, ids } = await firmOfEverything(platform);
const documentId = ids.document ?? '';

const other = await testFirm(platform);
const stranger = await other.addUser('collaborator');
const strangersAdmin = other.admin;
const strangersAgent = asCaller(platform, {
  authorization: `Bearer ${(await pairAgent(platform, other.admin, other.id)).token}`,
});
const nobody = asCaller(platform, {});

const openApi = await nobody.call<{ paths: Record<string, Record<string, { operationId: string }>> }>(
  'GET',
  '/api/v1/openapi.json',
);
const firmRoutes = Object.entries(openApi.body.paths)
  .filter(([path]) => path.includes('{firm}'))
  .flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );

function fill(path: string): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`The firm of this test has no ${name}: give it one`);
    return id;
  });
}

function call(user: TestUser, method: string, path: string): Promise<{ status: number }> {
  const isUpload = method === 'POST' && /\/(documents|versions)$/.test(path);
  if (isUpload) return user.upload(`${fill(path)}?name=intrus.pdf`, distinctPdf());
  return user.call(method as 'GET', fill(path), method === 'GET' || method === 'DELETE' ? undefined : {});
}

describe('what belongs to a firm', () => {
  it('covers every route of the OpenAPI document that names a firm', () => {
    expect(firmRoutes.length).toBeGreaterThan(25);
  });

  it.each(firmRoutes)(
    'is not found by a collaborator of another firm: $method $path',
    async ({ method, path }) => {
      expect((await call(stranger, method, path)).status).toBe(404);
    },
  );

  it.each(firmRoutes)(
    'is not found by another firm’s administrator or agent: $method $path',
    async ({ method, path }) => {
      expect((await call(strangersAdmin, method, path)).status).toBe(404);
      expect((await call(strangersAgent, method, path)).status).toBe(404);
    },
  );

  it.each(firmRoutes)('asks nobody to sign in first: $method $path', async ({ method, path }) => {
    expect((await call(nobody, method, path)).status).toBe(401);
  });

  it('is not found either through one’s own firm’s address', async () => {
    const paths = [
      `/clients/${ids.client}`,
      `/documents/${documentId}`,
      `/documents/${documentId}/history`,
      `/folders/${ids.folder}/documents`,
    ];
    for (const path of paths) expect((await strangersAdmin.call('GET', other.path + path)).status).toBe(404);
  });
});

describe('with the application’s own checks switched off', () => {
  it('row-level security still gives nothing of another firm', async () => {
    await inFirm(platform.database.app, other.id, async (trx) => {
      await expect(
        getDocument(platform, trx, { firmId: firm.id, role: 'admin' }, documentId),
      ).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(getDelivery(platform, trx, firm.id, ids.delivery ?? '')).rejects.toMatchObject({
        code: 'not_found',
      });
    });
  });

  it.each([
    'firms',
    'members',
    'firm_keys',
    'clients',
    'attributes',
    'folders',
    'blobs',
    'documents',
    'versions',
    'receipts',
    'idempotency_keys',
    'agents',
    'installations',
    'lanes',
    'connections',
    'rules',
    'deliveries',
    'history',
  ])('no row of %s shows outside its firm', async (table) => {
    const column = table === 'firms' ? 'id' : 'firm_id';
    const count = (firmId: string) =>
      inFirm(platform.database.app, firmId, async (trx) => {
        const found = await sql<{ count: number }>`
          select count(*) as count from ${sql.table(table)} where ${sql.ref(column)} = ${firm.id}`.execute(
          trx,
        );
        return found.rows[0]?.count;
      });
    expect(await count(firm.id)).toBeGreaterThan(0);
    expect(await count(other.id)).toBe(0);
  });

  it('nothing can be written into another firm', async () => {
    const attempt = inFirm(platform.database.app, other.id, (trx) =>
      trx
        .insertInto('clients')
        .values({
          firm_id: firm.id,
          id: platform.newId(),
          name: 'Intrus',
          search_key: 'intrus',
          created_at: new Date().toISOString(),
        })
        .execute(),
    );
    await expect(attempt).rejects.toThrow(/row-level security/);
    const changed = await inFirm(platform.database.app, other.id, (trx) =>
      trx.updateTable('documents').set({ name: 'volé.pdf' }).where('id', '=', documentId).executeTakeFirst(),
    );
    expect(changed.numUpdatedRows).toBe(0n);
  });

  it('every table that has a firm is under row-level security, forced, and the product owns none', async () => {
    const owner = await platform.database.openClient('owner');
    const { rows } = await owner.query<{ name: string; enabled: boolean; forced: boolean; owner: string }>(
      `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'schema_migrations'`,
    );
    await owner.end();
    expect(rows.length).toBeGreaterThan(18);
    for (const table of rows) {
      expect(table).toMatchObject({ enabled: true, forced: true });
      expect(table.owner).not.toMatch(/^navette_(app|queue|auth)$/);
    }
  });
});

describe('roles', () => {
  it.each([
    ['client', 'POST', '/clients'],
    ['client', 'GET', '/deliveries'],
    ['client', 'GET', '/installations'],
    ['collaborator', 'POST', '/installations'],
    ['collaborator', 'GET', '/agents'],
  ] as const)('%s may not %s %s', async (role, method, path) => {
    const user = await firm.addUser(role, [ids.client ?? '']);
    const answer = await user.call(method, firm.path + path, method === 'GET' ? undefined : {});
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_allowed' } });
  });

  it('a client user sees only the clients given to him, and not the partners’ answers', async () => {
    const hidden = await firm.addClient('Garage du Lac');
    const user = await firm.addUser('client', [ids.client ?? '']);
    const list = await user.call<{ items: { id: string }[] }>('GET', `${firm.path}/clients`);
    expect(list.body.items.map(({ id }) => id)).toEqual([ids.client ?? '']);
    expect((await user.call('GET', `${firm.path}/clients/${hidden.id}/folders`)).status).toBe(404);
    expect(
      (await user.upload(`${firm.path}/folders/${hidden.folders[0]?.id}/documents?name=a.pdf`, distinctPdf()))
        .status,
    ).toBe(404);
    const history = await user.call<{
      versions: { deliveries: { clientKey: string; attempts: unknown[] }[] }[];
    }>('GET', `${firm.path}/documents/${documentId}/history`);
    expect(history.body.versions[0]?.deliveries[0]).toMatchObject({ clientKey: '', attempts: [] });
  });

  it('a revoked computer is refused at once', async () => {
    const paired = await pairAgent(platform, firm.admin, firm.id);
    const computer = asCaller(platform, { authorization: `Bearer ${paired.token}` });
    expect((await computer.call('GET', `${firm.path}/clients`)).status).toBe(200);
    await firm.admin.call('DELETE', `${firm.path}/agents/${paired.agentId}`);
    expect(await computer.call('GET', `${firm.path}/clients`)).toMatchObject({
      status: 401,
      body: { code: 'agent_revoked' },
    });
  });

  it('a page of another site cannot act with this browser’s cookie', async () => {
    const attack = await platform.server.inject({
      method: 'POST',
      url: `${firm.path}/clients`,
      headers: { cookie: await cookieOf(firm.admin), 'sec-fetch-site': 'cross-site' },
      payload: { name: 'Intrus' },
    });
    expect(attack.statusCode).toBe(403);
  });

  async function cookieOf(user: TestUser): Promise<string> {
    const answer = await platform.server.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email: user.email, password: testPassword },
      headers: { host: 'localhost', origin: 'http://localhost' },
    });
    return answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
  }
});

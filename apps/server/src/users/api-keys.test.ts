import { type ApiKey, type ApiKeyScope, apiKeyScopes, type Route, routes } from '@navette/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { firmOfEverything } from '../testing/firm-of-everything.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { asCaller, distinctPdf, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { isWholeApiKey, looksLikeApiKey, makeApiKey } from './api-keys-token.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const { firm, ids } = await firmOfEverything(platform);
const path = `${firm.path}/api-keys`;

interface Made {
  key: ApiKey;
  token: string;
  code?: string;
}

async function make(scopes: readonly ApiKeyScope[], more: object = {}, at = firm): Promise<Made> {
  const answer = await at.admin.call<Made>('POST', `${at.path}/api-keys`, {
    ...{ name: 'Logiciel de paie', scopes, ...more },
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

const as = (token: string) => asCaller(platform, { authorization: `Bearer ${token}` });

async function keyWith(...scopes: readonly ApiKeyScope[]): Promise<TestUser> {
  return as((await make(scopes)).token);
}

async function list(): Promise<ApiKey[]> {
  return (await firm.admin.call<{ items: ApiKey[] }>('GET', path)).body.items;
}

describe('the form of a key', () => {
  it('is found by scanners of secrets, and tells a whole one from one that was badly copied', () => {
    const { token, prefix } = makeApiKey();
    expect(token).toMatch(/^nav_[0-9A-Za-z]{46}$/);
    expect(token.startsWith(prefix)).toBe(true);
    expect(isWholeApiKey(token)).toBe(true);
    const swapped = token.slice(0, 10) + token[11] + token[10] + token.slice(12);
    for (const wrong of [token.slice(0, -1), `${token}0`, token.toLowerCase(), `x${token}`, 'nav_'])
      expect(isWholeApiKey(wrong), wrong).toBe(false);
    expect(isWholeApiKey(swapped)).toBe(token[10] === token[11]);
    expect(looksLikeApiKey('navette_agent_abc')).toBe(false);
  });

  it('never comes twice', () => {
    const tokens = Array.from({ length: 1_000 }, () => makeApiKey().token);
    expect(new Set(tokens).size).toBe(1_000);
  });
});

describe('a key', () => {
  it('is shown once, and kept as a hash', async () => {
    const { key, token } = await make(['clients:read', 'clients:read'], { expiresInDays: 30 });
    expect(key).toMatchObject({
      ...{ name: 'Logiciel de paie', scopes: ['clients:read'], state: 'active', lastUsedAt: null },
      createdBy: { id: firm.admin.userId, name: 'Claire Morvan' },
    });
    expect(JSON.stringify(await list())).not.toContain(token);
    await inFirm(platform.database.app, firm.id, async (trx) => {
      const rows = await trx.selectFrom('api_keys').selectAll().execute();
      const audit = await trx.selectFrom('audit_details').selectAll().execute();
      expect(JSON.stringify([rows, audit])).not.toContain(token.slice(12));
    });
  });

  it('sees every client of its firm, and tells when it was used, to the minute', async () => {
    onTestFinished(() => platform.setClock(null));
    const { key, token } = await make(['clients:read']);
    const lastUsed = async () => (await list()).find(({ id }) => id === key.id)?.lastUsedAt;
    const use = async (at: string) => {
      platform.setClock(new Date(at));
      return as(token).call<{ total: number }>('GET', `${firm.path}/clients`);
    };
    const answer = await use('2026-11-21T10:00:00Z');
    expect(answer).toMatchObject({ status: 200, body: { total: 1 } });
    expect(await lastUsed()).toBe('2026-11-21T10:00:00.000Z');
    await use('2026-11-21T10:00:59Z');
    expect(await lastUsed()).toBe('2026-11-21T10:00:00.000Z');
    await use('2026-11-21T10:01:00Z');
    expect(await lastUsed()).toBe('2026-11-21T10:01:00.000Z');
  });

  it('that was revoked is refused at once, and stays in the list', async () => {
    const { key, token } = await make(['clients:read']);
    for (const _ of [1, 2]) expect((await firm.admin.call('DELETE', `${path}/${key.id}`)).status).toBe(204);
    expect(await as(token).call('GET', `${firm.path}/clients`)).toMatchObject({
      status: 401,
      body: { code: 'api_key_revoked' },
    });
    expect((await list()).find(({ id }) => id === key.id)).toMatchObject({ state: 'revoked' });
    expect((await firm.admin.call('DELETE', `${path}/${platform.newId()}`)).status).toBe(404);
  });

  it('that has expired is refused as such', async () => {
    onTestFinished(() => platform.setClock(null));
    const { key, token } = await make(['clients:read'], { expiresInDays: 1 });
    platform.setClock(new Date(Date.now() + 86_400_000 + 1_000));
    expect(await as(token).call('GET', `${firm.path}/clients`)).toMatchObject({
      status: 401,
      body: { code: 'api_key_expired' },
    });
    expect((await list()).find(({ id }) => id === key.id)?.state).toBe('expired');
  });

  it.each([
    ['badly copied', () => makeApiKey().token.slice(0, -2)],
    ['of another server', () => makeApiKey().token],
  ])('%s is unknown', async (_, token) => {
    expect(await as(token()).call('GET', `${firm.path}/clients`)).toMatchObject({
      status: 401,
      body: { code: 'api_key_unknown' },
    });
  });

  it('finds nothing of another firm, whatever its scopes', async () => {
    const key = await keyWith(...apiKeyScopes);
    const other = await testFirm(platform);
    expect((await key.call('GET', `${other.path}/clients`)).status).toBe(404);
    expect((await key.call('GET', `${other.path}/members`)).status).toBe(404);
  });

  it('goes on when the administrator who made it leaves', async () => {
    const admin = await firm.addUser('admin');
    const made = await admin.call<Made>('POST', path, { name: 'Suivi', scopes: ['clients:read'] });
    await firm.admin.call('POST', `${firm.path}/members/${admin.userId}/deactivate`, {});
    expect((await as(made.body.token).call('GET', `${firm.path}/clients`)).status).toBe(200);
  });

  it('is nobody: it signs nowhere in', async () => {
    const key = await keyWith(...apiKeyScopes);
    expect((await key.call('GET', '/api/v1/me')).status).toBe(401);
  });

  it.each([{ name: '' }, { scopes: [] }, { scopes: ['tout'] }, { expiresInDays: 0 }, { token: 'nav_à_moi' }])(
    'is not made of %j',
    async (body) => {
      const answer = await firm.admin.call('POST', path, { name: 'x', scopes: ['clients:read'], ...body });
      expect(answer.status).toBe(400);
    },
  );

  it('is made, listed and revoked by administrators alone, and every change is audited', async () => {
    const collaborator = await firm.addUser('collaborator');
    const key = await keyWith(...apiKeyScopes);
    for (const user of [collaborator, key]) {
      expect((await user.call('GET', path)).status).toBe(403);
      expect((await user.call('POST', path, { name: 'x', scopes: ['clients:read'] })).status).toBe(403);
    }
    const audited = await testFirm(platform);
    const made = await audited.admin.call<Made>('POST', `${audited.path}/api-keys`, {
      ...{ name: 'Suivi', scopes: ['clients:write'] },
    });
    await audited.admin.call('DELETE', `${audited.path}/api-keys/${made.body.key.id}`);
    const rows = await inFirm(platform.database.app, audited.id, (trx) =>
      trx
        .selectFrom('audit_entries')
        .select('action')
        .where('subject_kind', '=', 'api_key')
        .orderBy('id')
        .execute(),
    );
    expect(rows.map(({ action }) => action)).toEqual(['api_key.created', 'api_key.revoked']);
  });
});

// By hand: what a key may call, and with which scope. A route opened on purpose changes this table.
const table: Readonly<Record<string, ApiKeyScope>> = {
  ...{ getFirm: 'clients:read', listClients: 'clients:read', getClient: 'clients:read' },
  ...{ listAttributes: 'clients:read', createClient: 'clients:write', updateClient: 'clients:write' },
  ...{ listFolders: 'documents:read', listDocuments: 'documents:read', getDocument: 'documents:read' },
  ...{
    downloadVersion: 'documents:read',
    createFolder: 'documents:write',
    uploadDocument: 'documents:write',
  },
  ...{
    uploadVersion: 'documents:write',
    describeUploads: 'documents:write',
    createUpload: 'documents:write',
  },
  ...{ getUpload: 'documents:write', sendUploadPart: 'documents:write', cancelUpload: 'documents:write' },
  ...{ getHistory: 'deliveries:read', listDeliveries: 'deliveries:read', countDeliveries: 'deliveries:read' },
  ...{ getLedger: 'deliveries:read', retryDelivery: 'deliveries:write', releaseDelivery: 'deliveries:write' },
  setAsideDelivery: 'deliveries:write',
  ...withScope('applications:read', [
    ...['listApplications', 'previewName', 'listInstallations', 'listFigures', 'listDossiers'],
    ...['listConnections', 'exportConnections', 'proposeClientKey', 'connectionTemplate'],
    ...['getConnectionImport', 'listConnectionImportRows', 'reportConnectionImport'],
    ...['listRules', 'previewRule', 'listRuleClients', 'completePath', 'mapCoverage', 'simulateRules'],
    ...['countBackfill', 'getMapping', 'proposeDossiers', 'exportMapping'],
    ...['getJob', 'listJobItems', 'reportJob'],
  ]),
  ...withScope('applications:write', [
    ...['createInstallation', 'renewCredentials', 'changeInstallation', 'removeInstallation'],
    ...['pauseInstallation', 'resumeInstallation'],
    ...['createConnection', 'changeConnection', 'removeConnection', 'previewBulkConnections'],
    ...['previewConnectionImport', 'createRule', 'removeRule', 'connectFolder', 'previewBackfill'],
    ...['refreshDossiers', 'chooseDossier', 'connectMapped', 'confirmJob', 'cancelJob'],
  ]),
};
function withScope(scope: ApiKeyScope, names: readonly string[]): Record<string, ApiKeyScope> {
  return Object.fromEntries(names.map((name) => [name, scope]));
}
// Walked in a firm of its own: some of what is called takes things away.
const walked = await firmOfEverything(platform);
const walker = async (...scopes: readonly ApiKeyScope[]) => as((await make(scopes, {}, walked.firm)).token);
const firmRoutes = Object.values<Route>(routes).filter((route) => route.path.includes('/firms/:firm'));
const taken = firmRoutes.filter(({ name }) => name in table);
const refused = firmRoutes.filter(({ name }) => !(name in table));

async function call(user: TestUser, { method, path: pattern, bodyKind, answerKind }: Route) {
  const at = pattern.replace(/:(\w+)/g, (_, name: string) => walked.ids[name] ?? platform.newId());
  if (bodyKind === 'bytes') return user.upload(`${at}?name=a.pdf`, distinctPdf());
  const body = bodyKind === 'json' ? {} : undefined;
  const answer = user.call<{ code?: string; fr?: string } | undefined>(method as 'GET', at, body);
  // Bytes are no JSON: that they came is enough.
  return answerKind === 'bytes' ? answer.catch(() => ({ status: 200, body: undefined })) : answer;
}

describe('what a key may call', () => {
  it('is the table', () => {
    const found = Object.values<Route>(routes).filter(({ who }) => who.includes('api_key'));
    expect(Object.fromEntries(found.map(({ name, scope }) => [name, scope]))).toEqual(table);
  });

  it.each(taken)('$name, with its scope and no other', async (route) => {
    const scope = table[route.name] ?? 'clients:read';
    const answer = await call(await walker(scope), route);
    expect([401, 403, 500]).not.toContain(answer.status);
    const others = apiKeyScopes.filter((each) => each !== scope);
    const lacking = await call(await walker(...others), route);
    expect(lacking.status).toBe(403);
    if (route.method !== 'HEAD')
      expect(lacking.body).toMatchObject({ code: 'scope_missing', fr: expect.stringContaining(scope) });
  });

  it.each(refused)('never $name', async (route) => {
    const answer = await call(await walker(...apiKeyScopes), route);
    expect(answer.status).toBe(403);
    if (route.method !== 'HEAD') expect(answer.body).toMatchObject({ code: 'not_allowed' });
  });
});

describe('what a key does', () => {
  it('is told under its name, and repeats safely', async () => {
    const key = await keyWith('documents:write', 'documents:read', 'deliveries:read');
    const bytes = distinctPdf();
    const headers = { 'idempotency-key': 'clé-de-reprise' };
    const at = `${firm.path}/folders/${ids.folder}/documents?name=paie.pdf`;
    const first = await key.upload(at, bytes, headers);
    expect(first).toMatchObject({ status: 201, body: { replayed: false } });
    expect((await key.upload(at, bytes, headers)).body).toMatchObject({ replayed: true });
    // Another key has its own reprises.
    expect((await (await keyWith('documents:write')).upload(at, bytes, headers)).body.replayed).toBe(false);
    const history = await key.call<{
      versions: { version: { origin: object }; lines: { kind: string; actor: object }[] }[];
    }>('GET', `${firm.path}/documents/${first.body.document.id}/history`);
    expect(history.body.versions[0]).toMatchObject({
      version: { origin: { kind: 'api', name: 'Logiciel de paie' } },
      lines: expect.arrayContaining([
        expect.objectContaining({ kind: 'received', actor: { kind: 'api', name: 'Logiciel de paie' } }),
      ]),
    });
  });

  it('with a delivery is told under its name too', async () => {
    const key = await keyWith(...apiKeyScopes);
    const bytes = distinctPdf();
    const at = `${firm.path}/folders/${ids.folder}/documents?name=double.pdf`;
    await key.upload(at, bytes);
    // The same bytes again are held: somebody decides.
    const { document } = (await key.upload(at, bytes)).body;
    const held = await key.call<{ items: { id: string; documentId: string }[] }>(
      'GET',
      `${firm.path}/deliveries?state=held`,
    );
    const delivery = held.body.items.find(({ documentId }) => documentId === document.id);
    const aside = await key.call('POST', `${firm.path}/deliveries/${delivery?.id}/set-aside`);
    expect(aside.status).toBe(200);
    const history = await key.call<{ versions: { lines: { kind: string; actor: object }[] }[] }>(
      'GET',
      `${firm.path}/documents/${document.id}/history`,
    );
    const lines = history.body.versions.flatMap((version) => version.lines);
    expect(lines.find(({ kind }) => kind === 'duplicate')?.actor).toEqual({
      kind: 'api',
      name: 'Logiciel de paie',
    });
  });

  it('to a client works as for anybody, though it is assigned to nobody', async () => {
    const key = await keyWith('clients:write', 'clients:read');
    const created = await key.call<{ id: string; collaborators: unknown[] }>('POST', `${firm.path}/clients`, {
      name: 'Créé par un logiciel',
    });
    expect(created).toMatchObject({ status: 201, body: { collaborators: [] } });
    const at = `${firm.path}/clients/${created.body.id}`;
    expect((await key.call('PATCH', at, { name: 'Renommé' })).status).toBe(200);
    expect((await key.call<{ name: string }>('GET', at)).body.name).toBe('Renommé');
  });
});

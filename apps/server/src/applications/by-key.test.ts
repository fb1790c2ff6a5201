/** What an administrator does with applications, done by a program that has a key. */
import {
  type ApiKey,
  type ApiKeyScope,
  type Connection,
  type Installation,
  type Job,
  type Problem,
  type Rule,
  routes,
} from '@navette/api';
import { expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { dossier, mappingPlaces, valid } from '../mapping/test-place.ts';
import { asCaller, type TestFirm, type TestUser } from '../testing/test-firm.ts';

const { platform, newPlace } = await mappingPlaces();

async function keyOf(
  { admin, path }: TestFirm,
  ...scopes: ApiKeyScope[]
): Promise<TestUser & { id: string }> {
  const made = await admin.call<{ key: ApiKey; token: string }>('POST', `${path}/api-keys`, {
    ...{ name: 'Logiciel du groupe', scopes },
  });
  return {
    ...asCaller(platform, { authorization: `Bearer ${made.body.token}` }),
    id: made.body.key.id,
  };
}

/** What was done under this name, in order. */
async function auditedBy(firm: TestFirm, actorId: string): Promise<string[]> {
  return inFirm(platform.database.app, firm.id, async (trx) => {
    const rows = await trx
      .selectFrom('audit_entries')
      .select(['action', 'actor_kind'])
      .where('actor_id', '=', actorId)
      .orderBy('id')
      .execute();
    return rows.map(({ action, actor_kind }) => `${actor_kind} ${action}`);
  });
}

it('adds an application, sets it up and removes it, under its name, and reads none of its values', async () => {
  const { firm, path } = await newPlace();
  const key = await keyOf(firm, 'applications:read', 'applications:write');
  const catalogue = await key.call<{ items: { id: string }[] }>('GET', `${path}/applications`);
  expect(catalogue.body.items.map(({ id }) => id)).toContain('coded');
  const added = await key.call<Installation>('POST', `${path}/installations`, {
    ...{ application: 'coded', credentials: { secret: 'secret-planté' } },
  });
  expect(added).toMatchObject({ status: 201, body: { state: 'active', settings: null } });
  const at = `${path}/installations/${added.body.id}`;
  await key.call('PATCH', at, { versionPolicy: 'ask' });
  await key.call('POST', `${at}/credentials`, { credentials: { secret: 'autre-secret' } });
  const paused = await key.call<Installation>('POST', `${at}/pause`);
  expect(paused.body).toMatchObject({ state: 'paused', pausedBy: 'Logiciel du groupe', settings: null });
  await key.call('POST', `${at}/resume`);
  const listed = await key.call('GET', `${path}/installations`);
  expect(routes.listInstallations.answer.safeParse(listed.body).error).toBeUndefined();
  expect(JSON.stringify(listed.body)).not.toMatch(/secret-planté|autre-secret/);
  expect((await key.call('DELETE', at)).status).toBe(200);
  expect(await auditedBy(firm, key.id)).toEqual([
    'api_key installation.created',
    'api_key installation.changed',
    'api_key installation.credentials_renewed',
    'api_key installation.paused',
    'api_key installation.resumed',
    'api_key installation.removed',
  ]);
});

it('connects clients and makes rules, folders of listed clients too', async () => {
  const place = await newPlace('coded');
  const key = await keyOf(place.firm, 'applications:read', 'applications:write');
  const clientId = await place.client('Aubertin');
  const connected = await key.call<Connection>('POST', `${place.installation}/connections`, {
    ...{ clientId, clientKey: 'AUB' },
  });
  expect(connected.status).toBe(201);
  const made = await key.call<Rule>('POST', `${place.installation}/rules`, {
    ...{ sourcePath: '/Ventes', documentType: 'sales' },
  });
  expect(made.status).toBe(201);
  const folder = await key.call<{ isNew: boolean; extended: number }>(
    'POST',
    `${place.installation}/folders`,
    {
      ...{ sourcePath: '/Achats', documentType: 'purchase', alsoConnected: true },
    },
  );
  expect(folder.body).toMatchObject({ isNew: true, extended: 1 });
  const changed = await key.call<Connection>(
    'PATCH',
    `${place.installation}/connections/${connected.body.id}`,
    { clientKeyLabel: 'Menuiserie' },
  );
  expect(changed.body.clientKeyLabel).toBe('Menuiserie');
  expect((await key.call('DELETE', `${place.installation}/rules/${made.body.id}`)).status).toBe(200);
  const audited = await auditedBy(place.firm, key.id);
  expect(audited.every((each) => each.startsWith('api_key '))).toBe(true);
  expect(audited).toEqual(expect.arrayContaining(['api_key connection.created', 'api_key rule.removed']));
  expect(audited.filter((each) => each === 'api_key rule.created')).toHaveLength(2);
});

it('settles the mapping by hand and connects all that is sure, by a job of its own', async () => {
  const place = await newPlace('scripted', [dossier('101', valid.parc), dossier('102', valid.lecomte)]);
  const key = await keyOf(place.firm, 'applications:read', 'applications:write');
  const [exact, chosen] = [await place.client('Parc', { siret: valid.parc }), await place.client('Lecomte')];
  expect((await place.refresh(key)).body.dossiers).toBe(2);
  expect((await place.choose(chosen, '102', key)).body.grade).toBe('chosen');
  const { status, body: prepared } = await place.connect({}, key);
  expect(status).toBe(201);
  const { job } = await place.run(prepared, key);
  expect(job).toMatchObject({ state: 'done', done: 2, createdBy: { id: key.id } });
  const connections = await place.connections();
  expect(connections.map(({ clientId }) => clientId).sort()).toEqual([exact, chosen].sort());
  const { body: kept } = await key.call<{ items: Installation[] }>('GET', `${place.path}/installations`);
  expect(kept.items[0]?.mappingAttributeId).toBe(place.attributes.get('siret'));
  const audited = await auditedBy(place.firm, key.id);
  expect(audited).toEqual(
    expect.arrayContaining(['api_key mapping.chosen', 'api_key job.confirmed', 'api_key connection.created']),
  );
});

it('imports connections from a file, as a job that it follows', async () => {
  const place = await newPlace('coded', [dossier('AUB', valid.aubertin)]);
  const key = await keyOf(place.firm, 'applications:read', 'applications:write');
  await place.client('Aubertin');
  const file = Buffer.from('Dossier client;Code dossier\nAubertin;AUB\n');
  const { body } = await key.upload(`${place.installation}/connection-imports?name=a.csv`, file);
  const { job } = body as unknown as { job: Job };
  expect(job).toMatchObject({ state: 'preview', createdBy: { name: 'Logiciel du groupe' } });
  const at = `${place.installation}/connection-imports/${job.id}`;
  expect((await key.call('GET', `${at}/rows`)).status).toBe(200);
  const { job: ended, items } = await place.run(job, key);
  expect(ended, JSON.stringify(items)).toMatchObject({ state: 'done', done: 1 });
  const another = await keyOf(place.firm, 'applications:read', 'applications:write');
  expect((await another.call('GET', at)).status).toBe(404);
});

it('leaves the wizard and what people ask for to people', async () => {
  const { firm, path } = await newPlace();
  const key = await keyOf(firm, 'applications:read', 'applications:write');
  for (const at of ['setups', 'application-requests'])
    expect(await key.call<Problem>('GET', `${path}/${at}`)).toMatchObject({
      ...{ status: 403, body: { code: 'not_allowed' } },
    });
});

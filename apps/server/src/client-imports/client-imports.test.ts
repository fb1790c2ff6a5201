import { buffer } from 'node:stream/consumers';
import {
  type Attribute,
  type Client,
  type ClientImport,
  type ImportRow,
  type Job,
  type Problem,
  routes,
} from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import type { Cell } from '../sheets/sheet.ts';
import { writeCsv } from '../sheets/write-csv.ts';
import { writeXlsx } from '../sheets/write-xlsx.ts';
import { type TestFirm, type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform();
const valid = '73282932000074';

type Answer<T> = { status: number; body: T & Problem };

async function send(
  firm: TestFirm,
  bytes: Buffer,
  query = '',
  user: TestUser = firm.admin,
): Promise<Answer<ClientImport>> {
  const answer = await platform.server.inject({
    method: 'POST',
    url: `${firm.path}/clients/imports?name=clients.csv${query}`,
    headers: { ...(user.headers as Record<string, string>), 'content-type': 'application/octet-stream' },
    payload: bytes,
  });
  const body = answer.json();
  if (answer.statusCode === 201) expect(routes.previewImport.answer.safeParse(body).error).toBeUndefined();
  return { status: answer.statusCode, body };
}

const csv = (...lines: Cell[][]) => buffer(writeCsv(lines));

async function confirm(firm: TestFirm, { job }: ClientImport, user: TestUser = firm.admin): Promise<Job> {
  await user.call('POST', `${firm.path}/jobs/${job.id}/confirm`);
  await platform.runJobs();
  return (await user.call<Job>('GET', `${firm.path}/jobs/${job.id}`)).body;
}

async function rowsOf(firm: TestFirm, { job }: ClientImport, query = '', user: TestUser = firm.admin) {
  const { body } = await user.call<{
    items: (ImportRow & { outcome: string })[];
    total: number;
    next: string | null;
  }>('GET', `${firm.path}/clients/imports/${job.id}/rows?limit=200${query}`);
  return body;
}

async function listClients(firm: TestFirm, user: TestUser = firm.admin): Promise<Client[]> {
  const { body } = await user.call<{ items: Client[] }>('GET', `${firm.path}/clients?limit=200&state=all`);
  return body.items;
}

async function attributeOf(firm: TestFirm, kind: Attribute['kind']): Promise<string> {
  const { body } = await firm.admin.call<{ items: Attribute[] }>('GET', `${firm.path}/attributes`);
  return body.items.find((each) => each.kind === kind)?.id ?? '';
}

const change = (firm: TestFirm, { job }: ClientImport, body: object, user: TestUser = firm.admin) =>
  user.call<ClientImport & Problem>('PATCH', `${firm.path}/clients/imports/${job.id}`, body);

describe('an import of clients', () => {
  it('writes nothing until it is confirmed, then what the preview said, and nothing the second time', async () => {
    const firm = await testFirm(platform);
    const collaborator = await firm.addUser('collaborator');
    const known = (
      await firm.admin.call<Client>('POST', `${firm.path}/clients`, { name: 'Ancien nom', code: 'A 1' })
    ).body;
    const file = await csv(
      ['Raison sociale', 'SIRET', 'Code', 'Mail', 'Responsable'],
      ['Menuiserie Aubertin', '732 829 320 00074', 'a1', 'Aubertin@Exemple.FR', collaborator.email],
      ['Garage du Lac', '5720784700005', 'G2', '', ''],
      ['Boulangerie', '4,04833E+13', 'B3', '', ''],
      ['', '', '', '', ''],
      ['Caron', '73282932000075', 'C4', 'pas une adresse', 'Inconnu'],
    );
    const { status, body } = await send(firm, file);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{
        fileName: 'clients.csv',
        encoding: 'utf-8',
        separator: ';',
        sheet: null,
        matchBy: await attributeOf(firm, 'code'),
      },
      ...{ rows: 4, create: 1, update: 1, unchanged: 0, errors: 2, warnings: 1 },
      job: { state: 'preview', kind: 'client.import', total: 4, failed: 2 },
    });
    expect(body.columns.map(({ header, sample }) => [header, sample])[1]).toEqual([
      'SIRET',
      '732 829 320 00074',
    ]);
    const { items } = await rowsOf(firm, body);
    expect(items.map(({ row, state, change: what }) => [row, state, what])).toEqual([
      [2, 'ok', 'update'],
      [3, 'warning', 'create'],
      [4, 'error', null],
      [6, 'error', null],
    ]);
    expect(items[2]?.problems).toMatchObject([
      {
        column: 'SIRET',
        code: 'number_rounded',
        given: '4,04833E+13',
        isError: true,
        fr: expect.stringContaining('arrondi'),
      },
    ]);
    expect(items[3]?.problems.map(({ column }) => column).sort()).toEqual(['Mail', 'Responsable', 'SIRET']);
    expect((await rowsOf(firm, body, '&only=error')).total).toBe(2);
    expect((await rowsOf(firm, body, '&only=warning')).items.map(({ name }) => name)).toEqual([
      'Garage du Lac',
    ]);
    expect((await rowsOf(firm, body, '&search=aubertin')).total).toBe(1);
    expect((await listClients(firm)).map(({ name }) => name)).toEqual(['Ancien nom']);

    expect(await confirm(firm, body)).toMatchObject({ state: 'done', done: 2, failed: 2 });
    const clients = await listClients(firm);
    expect(clients.map(({ name, code, siret }) => [name, code, siret])).toEqual([
      ['Garage du Lac', 'G2', '05720784700005'],
      ['Menuiserie Aubertin', 'a1', valid],
    ]);
    expect(clients[1]).toMatchObject({ id: known.id, collaborators: [{ id: collaborator.userId }] });
    // It has the folders of the template, like any client.
    const folders = await firm.admin.call<{ items: unknown[] }>(
      'GET',
      `${firm.path}/clients/${clients[0]?.id}/folders`,
    );
    expect(folders.body.items.length).toBeGreaterThan(5);
    expect((await rowsOf(firm, body)).items.map(({ outcome }) => outcome)).toEqual([
      'done',
      'done',
      'failed',
      'failed',
    ]);

    const again = (await send(firm, file)).body;
    expect(again).toMatchObject({ create: 0, update: 0, unchanged: 2, errors: 2 });
    expect(await confirm(firm, again)).toMatchObject({ done: 0, skipped: 2, failed: 2 });
    expect(await listClients(firm)).toEqual(clients);
  });

  it('reads XLSX as well, numbers and all, and says which sheet', async () => {
    const firm = await testFirm(platform);
    const bytes = await writeXlsx('Dossiers 2026', [
      ['Nom', 'SIRET'],
      ['Menuiserie', Number(valid)],
      ['Garage', 5720784700005],
    ]);
    const { body } = await send(firm, bytes);
    expect(body).toMatchObject({
      sheet: 'Dossiers 2026',
      encoding: null,
      separator: null,
      create: 2,
      warnings: 1,
      errors: 0,
    });
    expect((await rowsOf(firm, body)).items[0]?.changes).toContainEqual({
      column: 'SIRET',
      from: null,
      to: valid,
    });
  });

  it('is planned anew when somebody says what columns are, and makes attributes only when it is applied', async () => {
    const firm = await testFirm(platform);
    const { body } = await send(
      firm,
      await csv(['Société cliente', 'Groupe', 'Vide'], ['Un', 'Nord', ''], ['Deux', 'Sud', '']),
    );
    expect(body).toMatchObject({
      errors: 2,
      create: 0,
      columns: [{ target: null }, { target: null }, { target: null }],
    });
    const columns = [
      { header: 'Société cliente', target: 'name' },
      { header: 'Groupe', target: null },
      { header: 'Vide', target: null },
    ];
    const named = (await change(firm, body, { columns, matchBy: 'name' })).body;
    expect(named).toMatchObject({
      errors: 0,
      create: 2,
      matchBy: 'name',
      job: { id: body.job.id, total: 2, failed: 0 },
    });
    const made = (await change(firm, body, { createMissingAttributes: true })).body;
    expect(made.columns.map(({ target }) => target)).toEqual(['name', 'new', 'new']);
    const list = () => firm.admin.call<{ items: Attribute[] }>('GET', `${firm.path}/attributes`);
    expect((await list()).body.items).toHaveLength(3);
    expect(await confirm(firm, made)).toMatchObject({ done: 2, failed: 0 });
    // A column without anything makes no attribute.
    expect((await list()).body.items.slice(3)).toMatchObject([{ label: 'Groupe', kind: 'text', clients: 2 }]);
    expect(await change(firm, body, { matchBy: 'name' })).toMatchObject({
      status: 409,
      body: { code: 'job_ended' },
    });
    const again = (await send(firm, await csv(['Nom', 'Groupe'], ['Un', 'Nord'], ['Deux', 'Est']))).body;
    expect(again).toMatchObject({ unchanged: 1, update: 1 });
  });

  it('refuses columns that are not the file’s, two for one thing, and attributes of nobody', async () => {
    const firm = await testFirm(platform);
    const { body } = await send(firm, await csv(['Nom', 'Ville'], ['Un', 'Brest']));
    const columns = (one: string | null, other: string | null) => [
      { header: 'Nom', target: one },
      { header: 'Ville', target: other },
    ];
    expect((await change(firm, body, { columns: [{ header: 'Nom', target: 'name' }] })).status).toBe(400);
    expect((await change(firm, body, { columns: columns('name', 'name') })).status).toBe(400);
    expect((await change(firm, body, { columns: columns('name', `attribute:${firm.id}`) })).status).toBe(404);
    expect((await change(firm, body, { columns: columns('name', 'ailleurs') })).status).toBe(400);
    expect((await change(firm, body, { matchBy: firm.id })).status).toBe(404);
    expect((await send(firm, await csv(['Nom'], ['Un']), `&matchBy=${firm.id}`)).status).toBe(404);
  });

  it('confirmed twice at the same moment, from one file, makes each client once', async () => {
    const firm = await testFirm(platform);
    const file = await csv(
      ['Nom', 'Code'],
      ...Array.from({ length: 60 }, (_, index) => [`Client ${index}`, `K${index}`]),
    );
    const [one, other] = [(await send(firm, file)).body, (await send(firm, file)).body];
    for (const { job } of [one, other]) await firm.admin.call('POST', `${firm.path}/jobs/${job.id}/confirm`);
    await platform.runJobs();
    const total = await inFirm(platform.database.app, firm.id, (trx) =>
      trx.selectFrom('clients').select('id').where('firm_id', '=', firm.id).execute(),
    );
    expect(total).toHaveLength(60);
    const second = await firm.admin.call<Job>('GET', `${firm.path}/jobs/${other.job.id}`);
    expect(second.body).toMatchObject({ state: 'done', done: 0, skipped: 60, failed: 0 });
  });

  it('that was overtaken since its preview refuses the row rather than make a second client', async () => {
    const firm = await testFirm(platform);
    const { body } = await send(firm, await csv(['Nom', 'SIRET'], ['Garage', valid]));
    await firm.admin.call('POST', `${firm.path}/clients`, { name: 'Garage du Lac', siret: valid });
    const { body: byName } = await send(firm, await csv(['Nom'], ['Hôtel']));
    await firm.admin.call('POST', `${firm.path}/clients`, { name: 'HÔTEL' });
    expect(await confirm(firm, body)).toMatchObject({ done: 0, failed: 1 });
    expect(await confirm(firm, byName)).toMatchObject({ done: 0, failed: 1 });
    expect(await listClients(firm)).toHaveLength(2);
  });

  it('of an export changes nothing, dérogations and people included', async () => {
    const firm = await testFirm(platform);
    const [one, two] = [await firm.addUser('collaborator'), await firm.addUser('collaborator')];
    for (const body of [
      { name: 'Aubertin', code: 'A 1', siret: '73282932000075', siretOverrideReason: 'vu sur le Kbis' },
      { name: '=Étrange', siret: valid },
      { name: 'Nu' },
    ]) {
      const client = await firm.admin.call<Client>('POST', `${firm.path}/clients`, body);
      const userIds = body.name === 'Nu' ? [] : [one.userId, two.userId];
      await firm.admin.call('POST', `${firm.path}/clients/${client.body.id}/members`, { userIds });
    }
    for (const format of ['csv', 'xlsx']) {
      const file = await platform.server.inject({
        method: 'POST',
        url: `${firm.path}/clients/export`,
        headers: firm.admin.headers as Record<string, string>,
        payload: { selection: { filter: {} }, format },
      });
      const { body } = await send(firm, file.rawPayload);
      expect(body, format).toMatchObject({ rows: 3, unchanged: 3, errors: 0, warnings: 0 });
    }
  });

  it('gives a template to fill in, and a report to correct and import again', async () => {
    const firm = await testFirm(platform);
    const download = async (at: string) => {
      const url = `${firm.path}/clients/${at}`;
      const answer = await platform.server.inject({
        url,
        headers: firm.admin.headers as Record<string, string>,
      });
      expect(answer.statusCode).toBe(200);
      return answer.rawPayload;
    };
    for (const format of ['csv', 'xlsx'])
      expect((await readSheet(await download(`import-template?format=${format}`))).rows).toEqual([
        ['Nom', 'SIRET', 'Code dossier', 'E-mail de collecte', 'Collaborateurs', 'Motif'],
      ]);
    const { body } = await send(firm, await csv(['Nom', 'SIRET'], ['Un', valid], ['Deux', '12']));
    const at = `imports/${body.job.id}/report?format=csv`;
    expect((await readSheet(await download(at))).rows.slice(1)).toEqual([
      ['À créer', '', 'Un', valid],
      ['Erreur', expect.stringContaining('SIRET\u00a0: Un SIRET a 14 chiffres'), 'Deux', '12'],
    ]);
    await confirm(firm, body);
    const report = await download(at);
    expect((await readSheet(report)).rows[1]).toEqual(['Créé', '', 'Un', valid]);
    expect((await send(firm, report)).body).toMatchObject({ rows: 2, unchanged: 1, errors: 1 });
  });

  it('refuses what is no table, and one too large, without keeping anything', async () => {
    const firm = await testFirm(platform);
    for (const [bytes, code] of [
      [Buffer.alloc(0), 'empty_file'],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'sheet_old_format'],
      [Buffer.from('PK\x03\x04'), 'sheet_unreadable'],
      [Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 'file_too_large'],
    ] as const)
      expect((await send(firm, bytes)).body.code).toBe(code);
    const { body } = await send(firm, await csv(['Nom']));
    expect(body).toMatchObject({ rows: 0, job: { total: 0 } });
    expect(await confirm(firm, body)).toMatchObject({ state: 'done', total: 0 });
  });
});

describe('who may import', () => {
  it('a limited collaborator creates clients that he then sees, and touches no other, whose name he is not told', async () => {
    const firm = await testFirm(platform);
    const hidden = (
      await firm.admin.call<Client>('POST', `${firm.path}/clients`, { name: 'Dossier secret', code: 'S1' })
    ).body;
    const limited = await firm.addUser('collaborator');
    await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .updateTable('members')
        .set({ sees_all_clients: false })
        .where('user_id', '=', limited.userId)
        .execute(),
    );
    const { body } = await send(
      firm,
      await csv(['Nom', 'Code'], ['Le mien', 'M1'], ['Changé', 'S1']),
      '',
      limited,
    );
    expect(body).toMatchObject({ create: 1, errors: 1 });
    const rows = await rowsOf(firm, body, '', limited);
    expect(rows.items[1]?.problems[0]?.code).toBe('import_client_not_seen');
    expect(JSON.stringify(rows)).not.toContain('secret');
    await confirm(firm, body, limited);
    expect((await listClients(firm, limited)).map(({ name }) => name)).toEqual(['Le mien']);
    expect((await listClients(firm)).find(({ id }) => id === hidden.id)?.name).toBe('Dossier secret');
    // Attributes are the administrators' to make.
    const other = (await send(firm, await csv(['Nom', 'Groupe'], ['Un', 'Nord']), '', limited)).body;
    expect((await change(firm, other, { createMissingAttributes: true }, limited)).status).toBe(403);
    // An import is seen by who made it, and by administrators.
    const stranger = await firm.addUser('collaborator');
    for (const at of ['', '/rows', '/report?format=csv'])
      expect((await stranger.call('GET', `${firm.path}/clients/imports/${other.job.id}${at}`)).status).toBe(
        404,
      );
    expect((await firm.admin.call('GET', `${firm.path}/clients/imports/${other.job.id}`)).status).toBe(200);
  });

  it('client users may not', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Le sien');
    const user = await firm.addUser('client', [client.id]);
    expect((await send(firm, await csv(['Nom'], ['Un']), '', user)).status).toBe(403);
    expect((await user.call('GET', `${firm.path}/clients/import-template?format=csv`)).status).toBe(403);
  });

  it('a job of another kind is no import', async () => {
    const firm = await testFirm(platform);
    const client = await firm.addClient('Un');
    const job = await firm.admin.call<Job>('POST', `${firm.path}/clients/bulk`, {
      ...{ action: 'archive', selection: { ids: [client.id] } },
    });
    expect((await firm.admin.call('GET', `${firm.path}/clients/imports/${job.body.id}`)).status).toBe(404);
  });
});

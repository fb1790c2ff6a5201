import { buffer } from 'node:stream/consumers';
import {
  type Connection,
  type ConnectionImport,
  type ConnectionImportRow,
  type Job,
  type Problem,
  routes,
} from '@navette/api';
import { mailboxPattern } from '@navette/connector';
import { afterEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import type { Cell } from '../sheets/sheet.ts';
import { writeCsv } from '../sheets/write-csv.ts';
import { writeXlsx } from '../sheets/write-xlsx.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const { clientKey } = scriptedManifest;
const mail = createScriptedPartner({
  id: 'mail',
  reach: 'mail',
  partner: 'Dext',
  clientKey: {
    ...{ kind: 'email', label: { fr: 'E-mail de collecte', en: 'Collect e-mail' }, pattern: mailboxPattern },
    ...{ example: 'boulangerie@dext.cc', checked: 'when_sending' },
    generated: { pattern: '{client}@dext.cc', instructions: { fr: 'Créez-la.', en: 'Create it.' } },
  },
});
const listing = createScriptedPartner({
  id: 'listing',
  listsDossiers: true,
  clientKey: { ...clientKey, pattern: '[\\w-]{1,40}', checked: 'when_connecting' },
});
const keyed = createScriptedPartner({
  id: 'keyed',
  clientKey: {
    ...{ kind: 'apiKey', secret: true, example: 'clé-…', checked: 'when_connecting' },
    ...{ label: { fr: 'Clé de la société', en: 'Company key' }, pattern: 'clé-.{10,}' },
  },
});
let lists = 0;
const dossiers = [
  { key: '003029', name: 'Dossier Aubertin', siren: '732829320', nic: '00074', active: true },
  { key: 'ZZCCA', name: 'Garage', siren: null, nic: null, active: true },
  { key: 'FERME', name: 'Ancien', siren: null, nic: null, active: false },
];
const withList = {
  ...listing.connector,
  open: (...given: Parameters<typeof listing.connector.open>) => ({
    ...listing.connector.open(...given),
    async *listDossiers() {
      lists += 1;
      yield dossiers;
    },
  }),
};
const platform = await testPlatform([mail.connector, withList, keyed.connector]);
afterEach(() => {
  keyed.clientKeys = null;
  keyed.refusal = null;
});

type Rows = { items: (ConnectionImportRow & { outcome: string })[]; next: string | null; total: number };
type Preview = ConnectionImport & Problem;

const csv = (...lines: Cell[][]) => buffer(writeCsv(lines));

async function newPlace(application = 'mail') {
  const firm = await testFirm(platform);
  const { admin } = firm;
  const { body } = await admin.call<{ id: string }>('POST', `${firm.path}/installations`, {
    application,
    credentials: { secret: 'secret-planté' },
  });
  const at = `${firm.path}/installations/${body.id}`;
  const imports = `${at}/connection-imports`;
  return {
    ...{ firm, admin, at, imports, installationId: body.id },
    async addClient(name: string, values: object = {}) {
      const client = await firm.addClient(name);
      await admin.call('PATCH', `${firm.path}/clients/${client.id}`, values);
      return client;
    },
    async send(bytes: Buffer, query = '', user: TestUser = admin) {
      const answer = await platform.server.inject({
        method: 'POST',
        url: `${imports}?name=connexions.csv${query}`,
        headers: { ...user.headers, 'content-type': 'application/octet-stream' },
        payload: bytes,
      });
      const preview: Preview = answer.json();
      if (answer.statusCode === 201)
        expect(routes.previewConnectionImport.answer.safeParse(preview).error).toBeUndefined();
      return { status: answer.statusCode, body: preview };
    },
    async rows({ job }: ConnectionImport, query = ''): Promise<Rows> {
      const { body: page } = await admin.call<Rows>('GET', `${imports}/${job.id}/rows?limit=200${query}`);
      expect(routes.listConnectionImportRows.answer.safeParse(page).error).toBeUndefined();
      return page;
    },
    async confirm({ job }: ConnectionImport, user: TestUser = admin): Promise<Job> {
      await user.call('POST', `${firm.path}/jobs/${job.id}/confirm`);
      await platform.runJobs();
      return (await user.call<Job>('GET', `${firm.path}/jobs/${job.id}`)).body;
    },
    async report({ job }: ConnectionImport, query = 'format=csv') {
      const answer = await platform.server.inject({
        method: 'GET',
        url: `${imports}/${job.id}/report?${query}`,
        headers: { ...admin.headers },
      });
      expect(answer.statusCode).toBe(200);
      return { bytes: answer.rawPayload, rows: (await readSheet(answer.rawPayload)).rows };
    },
    async list(): Promise<Connection[]> {
      return (await admin.call<{ items: Connection[] }>('GET', `${at}/connections?limit=200`)).body.items;
    },
    async addRule(sourcePath: string): Promise<string> {
      const id = platform.newId();
      await inFirm(platform.database.app, firm.id, (trx) =>
        trx
          .insertInto('rules')
          .values({
            ...{ firm_id: firm.id, id, installation_id: body.id, scope: 'listed' },
            ...{ source_path: sourcePath, source_key: sourcePath.toLowerCase(), document_type: 'purchase' },
            created_at: platform.clock().toISOString(),
          })
          .execute(),
      );
      return id;
    },
  };
}

describe('an import of connections', () => {
  it('writes nothing until it is confirmed, then what the preview said, and nothing the second time', async () => {
    const place = await newPlace();
    await place.addClient('Menuiserie Aubertin', { code: 'A 1', siret: '73282932000074' });
    await place.addClient('Garage du Lac', { code: '0012' });
    await place.addClient('Hôtel des Bains');
    const file = await csv(
      ['Nom du client', 'Code dossier', 'SIRET', 'E-mail de collecte'],
      ['', 'a1', '', 'Aubertin@Dext.cc'],
      ['', '12', '', 'garage@dext.cc'],
      ['HOTEL  DES BAINS', '', '', 'bains@'],
      ['Hotel du Bain', '', '', 'autre@dext.cc'],
      ['', '', '73282932000075', 'x@dext.cc'],
      ['', '', '', 'seule@dext.cc'],
      ['', '', '', ''],
    );
    const { status, body } = await place.send(file);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ fileName: 'connexions.csv', encoding: 'utf-8', separator: ';', sheet: null, rows: 6 },
      ...{ connect: 2, change: 0, extend: 0, unchanged: 0, errors: 4, warnings: 1 },
      job: { kind: 'connection.import', state: 'preview', total: 6, failed: 4 },
    });
    expect(body.columns.map(({ target }) => target?.replace(/:.*/, ''))).toEqual([
      ...['client', 'attribute', 'attribute', 'key'],
    ]);
    const { items } = await place.rows(body);
    expect(items.map(({ row, state, problems }) => [row, state, problems[0]?.code])).toEqual([
      [4, 'error', 'key_without_domain'],
      [5, 'error', 'import_near_client'],
      [6, 'error', 'number_bad_checksum'],
      [7, 'error', 'import_client_missing'],
      [3, 'warning', 'import_zeros_understood'],
      [2, 'ok', undefined],
    ]);
    expect(items[0]?.problems[0]).toMatchObject({ column: 'E-mail de collecte', given: 'bains@' });
    expect(items[0]?.problems[0]?.fr).toContain('Adresse incomplète après le @');
    expect(items[1]?.nearClient).toMatchObject({ name: 'Hôtel des Bains' });
    expect(items[4]?.problems[0]).toMatchObject({ given: '12', suggestion: '0012' });
    expect(items[5]).toMatchObject({
      given: 'a1',
      clientName: 'Menuiserie Aubertin',
      key: 'aubertin@dext.cc',
    });
    expect(await place.list()).toEqual([]);

    expect(await place.confirm(body)).toMatchObject({ state: 'done', done: 2, failed: 4 });
    expect((await place.list()).map(({ clientName, clientKey: key }) => [clientName, key])).toEqual([
      ['Garage du Lac', 'garage@dext.cc'],
      ['Menuiserie Aubertin', 'aubertin@dext.cc'],
    ]);
    const again = (await place.send(file)).body;
    expect(again).toMatchObject({ connect: 0, change: 0, unchanged: 2, errors: 4 });
    expect(await place.confirm(again)).toMatchObject({ done: 0, skipped: 2, failed: 4 });
  });

  it('reads Windows-1252, UTF-8 and XLSX, whatever the columns are called', async () => {
    const place = await newPlace();
    await place.addClient('Hôtel des Bains');
    const latin = Buffer.from('Société;Adresse Dext\r\nHôtel des Bains;bains@dext.cc\r\n', 'latin1');
    const utf8 = Buffer.from('\ufeffDossier,Mail\nhôtel des bains,bains@dext.cc\n');
    const xlsx = await writeXlsx('Clients', [
      ['Raison sociale', 'Courriel', 'Remarque'],
      ['Hôtel des Bains', 'bains@dext.cc', 'à voir'],
    ]);
    const facts = [];
    for (const bytes of [latin, utf8, xlsx]) {
      const { body } = await place.send(bytes);
      expect(body).toMatchObject({ rows: 1, connect: 1, errors: 0 });
      facts.push([body.encoding, body.separator, body.sheet]);
    }
    expect(facts).toEqual([
      ['windows-1252', ';', null],
      ['utf-8', ',', null],
      [null, null, 'Clients'],
    ]);
  });

  it('is refused as a whole where a column lacks, with what to do', async () => {
    const place = await newPlace();
    const noKey = await place.send(await csv(['Dossier client'], ['Aubertin']));
    expect(noKey).toMatchObject({ status: 422, body: { code: 'import_key_column_missing' } });
    expect(noKey.body.fr).toContain('«\u00a0E-mail de collecte\u00a0»');
    expect(await place.send(await csv(['E-mail de collecte'], ['a@dext.cc']))).toMatchObject({
      status: 422,
      body: { code: 'import_client_column_missing' },
    });
    expect(await place.send(Buffer.alloc(0))).toMatchObject({ body: { code: 'empty_file' } });
    const rule = platform.newId();
    expect(await place.send(await csv(['Nom', 'Mail'], ['A', 'a@b.fr']), `&rule=${rule}`)).toMatchObject({
      status: 404,
    });
  });

  it('tells two clients of one name apart, and rows that contradict themselves or each other', async () => {
    const place = await newPlace();
    const [one, two] = [
      await place.addClient('Dupont', { code: 'D1' }),
      await place.addClient('Dupont', { code: 'D2' }),
    ];
    await place.addClient('Garage', { code: 'G1' });
    await place.addClient('Hôtel', { code: 'H1' });
    const { body } = await place.send(
      await csv(
        ['Dossier client', 'Code dossier', 'E-mail de collecte'],
        ['Dupont', '', 'd@dext.cc'],
        ['Dupont', 'D2', 'd2@dext.cc'],
        ['Garage', 'D1', 'g@dext.cc'],
        ['Garage', 'G9', 'g@dext.cc'],
        ['Garage', '', 'd2@dext.cc'],
        ['Dupont', 'D2', 'd3@dext.cc'],
        ['Hôtel', '', ''],
      ),
    );
    const { items } = await place.rows(body);
    expect(items.map(({ row, problems }) => [row, problems.map(({ code }) => code)])).toEqual([
      [2, ['import_ambiguous_client']],
      [4, ['import_client_contradicted']],
      [5, ['import_client_contradicted']],
      [6, ['import_key_repeated']],
      [7, ['import_row_repeated']],
      [8, ['import_key_missing']],
      [3, []],
    ]);
    expect(items[0]?.problems[0]?.fr).toContain('Dupont (D1), Dupont (D2)');
    expect(items.at(-1)).toMatchObject({ clientId: two.id, change: 'connect' });
    expect(one.id).not.toBe(two.id);
  });

  it('changes keys, keeps those of others, and connects for a folder those who are connected already', async () => {
    const place = await newPlace();
    const rule = await place.addRule('/Achats');
    const [one, two, three] = [
      await place.addClient('Un'),
      await place.addClient('Deux'),
      await place.addClient('Trois'),
    ];
    const connect = (clientId: string, key: string) =>
      place.admin.call('POST', `${place.at}/connections`, { clientId, clientKey: key });
    await connect(one.id, 'un@dext.cc');
    await connect(two.id, 'deux@dext.cc');
    await connect(three.id, 'trois@dext.cc');
    const file = await csv(
      ['Dossier client', 'E-mail de collecte'],
      ['Un', 'nouveau@dext.cc'],
      ['Deux', 'deux@dext.cc'],
      ['Trois', 'deux@dext.cc'],
    );
    const { body } = await place.send(file, `&rule=${rule}`);
    expect(body).toMatchObject({ connect: 0, change: 1, extend: 1, unchanged: 0, errors: 1, warnings: 1 });
    const { items } = await place.rows(body);
    expect(items[0]?.problems[0]).toMatchObject({ code: 'client_key_taken' });
    expect(items[1]?.problems[0]?.fr).toContain('déjà connecté avec un@dext.cc');
    expect(await place.confirm(body)).toMatchObject({ done: 2, failed: 1 });
    expect((await place.list()).map(({ clientKey: key, ruleIds }) => [key, ruleIds])).toEqual([
      ['deux@dext.cc', [rule]],
      ['trois@dext.cc', []],
      ['nouveau@dext.cc', [rule]],
    ]);
    const again = (await place.send(file, `&rule=${rule}`)).body;
    expect(again).toMatchObject({ change: 0, extend: 0, unchanged: 2, errors: 1 });
  });

  it('compares keys with the partner’s list, asked once', async () => {
    const place = await newPlace('listing');
    for (const name of ['Un', 'Deux', 'Trois', 'Quatre']) await place.addClient(name);
    lists = 0;
    const { body } = await place.send(
      await csv(
        ['Dossier client', 'Code dossier'],
        ['Un', '3029'],
        ['Deux', 'zzcca'],
        ['Trois', 'FERME'],
        ['Quatre', 'X'],
      ),
    );
    expect(lists).toBe(1);
    expect(
      (await place.rows(body)).items.map(({ row, key, problems }) => [row, key, problems[0]?.code]),
    ).toEqual([
      [4, '', 'dossier_inactive'],
      [5, '', 'dossier_unknown'],
      [2, '003029', 'import_zeros_understood'],
      [3, 'ZZCCA', undefined],
    ]);
    expect(await place.confirm(body)).toMatchObject({ done: 2, failed: 2 });
    expect(await place.list()).toMatchObject([
      { clientKey: 'ZZCCA', clientKeyLabel: 'Garage' },
      { clientKey: '003029', clientKeyLabel: 'Dossier Aubertin' },
    ]);
  });

  it('is reported row by row, in columns that can be imported again', async () => {
    const place = await newPlace();
    await place.addClient('Un');
    await place.addClient('Deux');
    const file = await csv(
      ['Dossier client', 'E-mail de collecte', 'Remarque'],
      ['Un', 'un@dext.cc', '=1+1'],
      ['Deux', 'deux', ''],
    );
    const { body } = await place.send(file);
    await place.confirm(body);
    const { rows } = await place.report(body);
    expect(rows.map((cells) => cells.slice(0, 4))).toEqual([
      ['Dossier client', 'E-mail de collecte', 'Remarque', 'Résultat'],
      ['Un', 'un@dext.cc', '=1+1', 'Connecté'],
      ['Deux', 'deux', '', 'Erreur'],
    ]);
    expect(rows[2]?.[4]).toContain('Il manque le @ dans deux');
    for (const format of ['csv', 'xlsx']) {
      const { bytes, rows: wrong } = await place.report(body, `format=${format}&only=error`);
      expect(wrong.map(([name]) => name)).toEqual(['Dossier client', 'Deux']);
      expect((await place.send(bytes)).body).toMatchObject({ rows: 1, errors: 1 });
    }
  });
});

describe('an import of keys that are secrets', () => {
  const secret = (name: string) => `clé-très-secrète-${name}`;

  it('asks the partner for each when it is applied, and shows none', async () => {
    const place = await newPlace('keyed');
    for (const name of ['Un', 'Deux', 'Trois']) await place.addClient(name);
    keyed.clientKeys = new Map([[secret('un'), 'Société Un']]);
    const { body } = await place.send(
      await csv(
        ['Dossier client', 'Clé d’API', 'Note'],
        ['Un', secret('un'), secret('un')],
        ['Deux', secret('deux'), ''],
        ['Trois', 'mauvaise-secrète', ''],
        ['clé-très-secrète-4', secret('un'), ''],
      ),
    );
    expect(body).toMatchObject({ connect: 2, errors: 2 });
    const previewed = await place.rows(body);
    const held = () =>
      inFirm(platform.database.app, place.firm.id, (trx) =>
        trx.selectFrom('job_items').select('sealed').where('sealed', 'is not', null).execute(),
      );
    expect(await held()).toHaveLength(2);
    expect(await place.confirm(body)).toMatchObject({ state: 'done', done: 1, failed: 3 });
    expect(await held()).toEqual([]);
    expect(await place.list()).toMatchObject([{ clientName: 'Un', clientKeyLabel: 'Société Un' }]);
    const items = await place.admin.call('GET', `${place.firm.path}/jobs/${body.job.id}/items`);
    const { rows } = await place.report(body);
    expect(rows[2]?.[4]).toContain('n’a pas été connecté. Le dossier ••• est introuvable');
    expect(rows[1]?.[1]).toBe('•••');
    expect(JSON.stringify([body, previewed, items, rows, await place.rows(body)])).not.toContain('secrète');
    // What the report hides is no key: the row is told to lack one, or has nothing to change.
    const again = await place.report(body);
    expect((await place.send(again.bytes)).body).toMatchObject({ unchanged: 1, connect: 0, errors: 3 });
  });

  it('forgets them when it is cancelled', async () => {
    const place = await newPlace('keyed');
    await place.addClient('Un');
    const { body } = await place.send(await csv(['Dossier client', 'Clé'], ['Un', secret('un')]));
    await place.admin.call('POST', `${place.firm.path}/jobs/${body.job.id}/cancel`);
    const rows = await inFirm(platform.database.app, place.firm.id, (trx) =>
      trx.selectFrom('job_items').select('sealed').execute(),
    );
    expect(rows).toEqual([{ sealed: null }]);
  });
});

describe('what happens between the preview and the end', () => {
  it('is met row by row: erased, connected meanwhile, key taken meanwhile', async () => {
    const place = await newPlace();
    const [one, two, three, four] = [
      await place.addClient('Un'),
      await place.addClient('Deux'),
      await place.addClient('Trois'),
      await place.addClient('Quatre'),
    ];
    const file = await csv(
      ['Dossier client', 'E-mail de collecte'],
      ...['Un', 'Deux', 'Trois', 'Quatre'].map((name) => [name, `${name.toLowerCase()}@dext.cc`]),
    );
    const { body } = await place.send(file);
    const connect = (clientId: string, key: string) =>
      place.admin.call('POST', `${place.at}/connections`, { clientId, clientKey: key });
    await place.admin.call('POST', `${place.firm.path}/clients/${one.id}/erase`, { name: 'Un' });
    await connect(two.id, 'ailleurs@dext.cc');
    await connect(three.id, 'trois@dext.cc');
    await place.admin.call('POST', `${place.firm.path}/clients/${four.id}/archive`);
    expect(await place.confirm(body)).toMatchObject({ state: 'done', done: 1, skipped: 1, failed: 2 });
    const { items } = await place.admin
      .call<{ items: { row: number; reason: Problem | null }[] }>(
        'GET',
        `${place.firm.path}/jobs/${body.job.id}/items`,
      )
      .then((answer) => answer.body);
    expect(items.map(({ reason }) => reason?.code)).toEqual([
      ...['not_found', 'import_changed_since', undefined, undefined],
    ]);
  });

  it('lets two imports at once connect each client once', async () => {
    const place = await newPlace();
    for (const name of ['Un', 'Deux']) await place.addClient(name);
    const file = await csv(['Nom', 'Mail'], ['Un', 'un@dext.cc'], ['Deux', 'deux@dext.cc']);
    const previews = [(await place.send(file)).body, (await place.send(file)).body];
    for (const { job } of previews)
      await place.admin.call('POST', `${place.firm.path}/jobs/${job.id}/confirm`);
    await platform.runJobs();
    const jobs = await Promise.all(
      previews.map(({ job }) => place.admin.call<Job>('GET', `${place.firm.path}/jobs/${job.id}`)),
    );
    const ended = jobs.map(({ body: { done, skipped } }) => ({ done, skipped }));
    expect(ended.reduce((sum, { done }) => sum + done, 0)).toBe(2);
    expect(ended.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(2);
    expect(await place.list()).toHaveLength(2);
  });
});

describe('who imports connections', () => {
  it('reaches the clients he sees: of the others, nothing is told', async () => {
    const place = await newPlace();
    const own = await place.addClient('Le sien');
    const hidden = await place.addClient('Zébulon');
    await place.admin.call('POST', `${place.at}/connections`, {
      clientId: hidden.id,
      clientKey: 'z@dext.cc',
    });
    const limited = await place.firm.addUser('collaborator', [own.id]);
    await limitToHisClients(platform, place.firm, limited);
    const { body } = await place.send(
      await csv(['Nom', 'Mail'], ['Zebulon', 'a@dext.cc'], ['Le sien', 'z@dext.cc']),
      '',
      limited,
    );
    const { items } = await place.rows(body);
    expect(items.map(({ problems }) => problems[0]?.code)).toEqual([
      'import_unknown_client',
      'client_key_taken_unseen',
    ]);
    expect(JSON.stringify(items)).not.toContain('Zébulon');
    expect(body.job.createdBy.id).toBe(limited.userId);
  });

  it('finds imports of his firm and of that application alone', async () => {
    const place = await newPlace();
    await place.addClient('Un');
    const { body } = await place.send(await csv(['Nom', 'Mail'], ['Un', 'un@dext.cc']));
    const other = await newPlace();
    for (const at of ['', '/rows', '/report?format=csv']) {
      expect(await other.admin.call('GET', `${place.imports}/${body.job.id}${at}`)).toMatchObject({
        status: 404,
      });
      expect(await other.admin.call('GET', `${other.imports}/${body.job.id}${at}`)).toMatchObject({
        status: 404,
      });
    }
  });
});

describe('the file of those who are connected', () => {
  it.each(['mail', 'keyed'])('is imported again without changing anything: %s', async (application) => {
    const place = await newPlace(application);
    const { id } = await place.addClient('Un', { code: '007' });
    const clientKey = application === 'mail' ? 'un@dext.cc' : 'clé-très-secrète';
    await place.admin.call('POST', `${place.at}/connections`, {
      ...{ clientId: id, clientKey, clientKeyLabel: 'Chez eux' },
    });
    for (const format of ['csv', 'xlsx']) {
      const answer = await platform.server.inject({
        method: 'POST',
        url: `${place.at}/connections/export`,
        headers: { ...place.admin.headers },
        payload: { selection: { filter: {} }, format },
      });
      const { body } = await place.send(answer.rawPayload);
      expect(body).toMatchObject({ rows: 1, unchanged: 1, errors: 0, warnings: 0 });
    }
  });
});

describe('the file to fill in', () => {
  const template = async (place: Awaited<ReturnType<typeof newPlace>>, query: string) => {
    const answer = await platform.server.inject({
      method: 'GET',
      url: `${place.at}/connection-template?${query}`,
      headers: { ...place.admin.headers },
    });
    expect(answer.statusCode).toBe(200);
    return { bytes: answer.rawPayload, rows: (await readSheet(answer.rawPayload)).rows };
  };

  it('names clients as the firm does and the key as the application does; its example is left out', async () => {
    const place = await newPlace();
    await place.addClient('SARL Boulangerie Dupont', { code: 'B1' });
    await place.addClient('Boulangerie Dupont');
    const { rows, bytes } = await template(place, 'format=xlsx');
    expect(rows).toEqual([
      ['Dossier client', 'Code dossier', 'SIRET', 'E-mail de collecte'],
      ['Exemple\u00a0: Boulangerie Dupont', '', '', 'boulangerie@dext.cc'],
    ]);
    expect((await place.send(bytes)).body).toMatchObject({ rows: 0, errors: 0 });
    const filled = await template(place, 'format=csv&withClients=true');
    expect(filled.rows.slice(2).map((cells) => [cells[0], cells[3]])).toEqual([
      ['Boulangerie Dupont', 'boulangerie.dupont@dext.cc'],
      ['SARL Boulangerie Dupont', 'boulangerie.dupont.2@dext.cc'],
    ]);
    const { body } = await place.send(filled.bytes);
    expect(body).toMatchObject({ rows: 2, connect: 2, errors: 0 });
    await place.confirm(body);
    expect((await template(place, 'format=csv&withClients=true')).rows).toHaveLength(2);
  });

  it('leaves the key empty where nothing can be proposed', async () => {
    const place = await newPlace('keyed');
    await place.addClient('Un');
    expect((await template(place, 'format=csv&withClients=true')).rows[2]).toEqual(['Un']);
  });
});

describe('the key that is proposed', () => {
  it('is the one dossier that the client’s code or SIRET leads to, where the partner lists them', async () => {
    const place = await newPlace('listing');
    const [one, two] = [
      await place.addClient('Un', { code: 'zzcca' }),
      await place.addClient('Deux', { code: 'FERME' }),
    ];
    await inFirm(platform.database.app, place.firm.id, (trx) =>
      trx
        .insertInto('dossiers')
        .values(
          dossiers.map((each) => ({
            ...{ firm_id: place.firm.id, installation_id: place.installationId },
            ...each,
          })),
        )
        .execute(),
    );
    const propose = async (id: string) =>
      (await place.admin.call<object>('GET', `${place.at}/proposed-keys/${id}`)).body;
    expect(await propose(one.id)).toMatchObject({ key: 'ZZCCA', from: 'attribute' });
    expect(await propose(two.id)).toMatchObject({ key: null, from: null });
  });

  it('is made of the name, unless the client has one, with what to do at the partner’s', async () => {
    const place = await newPlace();
    const one = await place.addClient('S.A.R.L. L’Étoile & Fils');
    const propose = async (id: string) =>
      (await place.admin.call<object>('GET', `${place.at}/proposed-keys/${id}`)).body;
    expect(await propose(one.id)).toMatchObject({
      ...{ clientId: one.id, key: 'etoile.fils@dext.cc', from: 'pattern' },
      instructions: { fr: 'Créez-la.' },
    });
    const attributes = await place.admin.call<{ items: { id: string; kind: string }[] }>(
      'GET',
      `${place.firm.path}/attributes`,
    );
    const email = attributes.body.items.find(({ kind }) => kind === 'email')?.id;
    await place.admin.call('PATCH', `${place.firm.path}/clients/${one.id}`, {
      attributes: [{ attributeId: email, value: 'sien@dext.cc' }],
    });
    expect(await propose(one.id)).toMatchObject({
      key: 'sien@dext.cc',
      from: 'attribute',
      instructions: null,
    });
    const secrets = await newPlace('keyed');
    const client = await secrets.addClient('Un');
    expect((await secrets.admin.call('GET', `${secrets.at}/proposed-keys/${client.id}`)).body).toMatchObject({
      ...{ key: null, from: null, senders: [] },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { writeXlsx } from '../sheets/write-xlsx.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { asked, csv, openPlatform, newPlace as placeIn } from './test-import-place.ts';

const platform = await openPlatform();
const newPlace = (application?: string) => placeIn(platform, application);

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
    asked.lists = 0;
    const { body } = await place.send(
      await csv(
        ['Dossier client', 'Code dossier'],
        ['Un', '3029'],
        ['Deux', 'zzcca'],
        ['Trois', 'FERME'],
        ['Quatre', 'X'],
      ),
    );
    expect(asked.lists).toBe(1);
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
    expect(rows[2]?.[4]).toContain('Il manque le @ dans «\u00a0deux');
    for (const format of ['csv', 'xlsx']) {
      const { bytes, rows: wrong } = await place.report(body, `format=${format}&only=error`);
      expect(wrong.map(([name]) => name)).toEqual(['Dossier client', 'Deux']);
      expect((await place.send(bytes)).body).toMatchObject({ rows: 1, errors: 1 });
    }
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

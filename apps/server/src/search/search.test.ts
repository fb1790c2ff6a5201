import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { limitToHisClients, treeOf } from '../testing/test-documents.ts';
import { type TestUser, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const platform = await testPlatform();
const firm = await testFirm(platform);
const tree = treeOf(firm, await firm.addClient('Menuiserie Aubertin'));
const other = treeOf(firm, await firm.addClient('Garage du Lac'));

const names = [
  'Facture EDF 2026-11.pdf',
  'facture Orange 2026-10.pdf',
  'Relevé été.pdf',
  'FA20261104.pdf',
  'scan.tar.gz',
  'Œuvre n°12 – Évry.pdf',
  'Σύμβαση.pdf',
  '契約書 2026.pdf',
];
for (const [index, name] of names.entries()) {
  platform.setClock(new Date(Date.UTC(2026, 10, 21, 10, index)));
  await tree.drop('/Achats/2026/11', name);
}
await other.drop('/Social', 'facture du lac.pdf');

interface Answer {
  clients: { id: string; name: string }[];
  documents: { name: string; clientName: string; folderPath: string }[];
}

async function search(query: string, user: TestUser = firm.admin): Promise<Answer> {
  const { status, body } = await user.call<Answer>(
    'GET',
    `${firm.path}/search?query=${encodeURIComponent(query)}`,
  );
  expect(status).toBe(200);
  return body;
}

async function found(query: string, user?: TestUser): Promise<string[]> {
  return (await search(query, user)).documents.map(({ name }) => name);
}

describe('searching everywhere', () => {
  it.each([
    ['edf', [names[0]]],
    ['EDF fact', [names[0]]],
    ['facture', ['facture du lac.pdf', names[1], names[0]]],
    ['fact 2026 10', [names[1]]],
    ['2026-10', [names[1]]],
    ['ete', [names[2]]],
    ['E\u0301TE\u0301', [names[2]]],
    ['fa2026', [names[3]]],
    ['20261104', [names[3]]],
    ['scan.tar.gz', [names[4]]],
    ['oeuvre evry 12', [names[5]]],
    ['σύμ', [names[6]]],
    ['契約', [names[7]]],
    ['acture', []],
    ['edf orange', []],
    ['.pdf', []],
    ['%', []],
    ['\0', []],
    ["'; drop table documents; --", []],
    ['', []],
    ['   ', []],
  ])('finds documents by the beginnings of their words: %j', async (query, wanted) => {
    expect(await found(query)).toEqual(wanted);
  });

  it('finds clients too, and says where a document is', async () => {
    expect((await search('aubert')).clients).toMatchObject([{ name: 'Menuiserie Aubertin' }]);
    expect((await search('edf')).documents).toMatchObject([
      { clientName: 'Menuiserie Aubertin', folderPath: '/Achats/2026/11' },
    ]);
  });

  it('shows what the caller sees, whoever he is', async () => {
    const limited = await firm.addUser('collaborator', [other.clientId]);
    await limitToHisClients(platform, firm, limited);
    const user = await firm.addUser('client', [tree.clientId]);
    expect(await found('facture', limited)).toEqual(['facture du lac.pdf']);
    expect(await found('facture edf', limited)).toEqual([]);
    expect((await search('aubertin', limited)).clients).toEqual([]);
    expect(await found('facture', user)).toEqual([names[1], names[0]]);
    const stranger = await testFirm(platform);
    const answer = await stranger.admin.call<Answer>('GET', `${stranger.path}/search?query=facture`);
    expect(answer.body.documents).toEqual([]);
  });

  it('follows what is renamed, moved to another client, thrown away and taken back', async () => {
    const { id } = await tree.drop('/Social', 'bulletin.pdf');
    await firm.admin.call('PATCH', `${firm.path}/documents/${id}`, { name: 'Quittance.pdf' });
    expect(await found('bulletin')).toEqual([]);
    expect(await found('quittance')).toEqual(['Quittance.pdf']);
    const user = await firm.addUser('client', [other.clientId]);
    expect(await found('quittance', user)).toEqual([]);
    const { id: folderId } = await other.folder('/Social');
    await firm.admin.call('POST', `${firm.path}/documents/move`, {
      documentIds: [id],
      folderId,
      isConfirmed: true,
    });
    expect(await found('quittance', user)).toEqual(['Quittance.pdf']);
    const { body } = await firm.admin.call<{ entryIds: string[] }>('POST', `${firm.path}/documents/bin`, {
      documentIds: [id],
      isConfirmed: true,
    });
    expect(await found('quittance')).toEqual([]);
    await firm.admin.call('POST', `${firm.path}/bin/restore`, { entryIds: body.entryIds });
    expect(await found('quittance')).toEqual(['Quittance.pdf']);
  });

  it('gives at most twelve, the newest first', async () => {
    for (let index = 0; index < 14; index++) {
      platform.setClock(new Date(Date.UTC(2026, 10, 22, 10, index)));
      await tree.drop('/Social', `avenant ${index}.pdf`);
    }
    const list = await found('avenant');
    expect(list).toEqual(Array.from({ length: 12 }, (_, index) => `avenant ${13 - index}.pdf`));
    expect((await found('aven'))[0]).toBe('avenant 13.pdf');
  });

  it('reads the index of words as the product’s role, under row-level security', async () => {
    const plan = await inFirm(platform.database.app, firm.id, async (trx) => {
      await sql`set local enable_seqscan = off`.execute(trx);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        explain select document_id from document_words
        where firm_id = ${sql.lit(firm.id)}::uuid and word >= 'fact' and word < 'fact' || chr(1114111)
        order by word desc, document_id desc limit 300`.execute(trx);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/Index Only Scan Backward using document_words_pkey/);
    expect(plan).toMatch(/Index Cond: .*word >= 'fact'/);
    expect(plan).not.toMatch(/Sort/);
  });
});

import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { setState, treeOf } from '../testing/test-documents.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { sumFolderCounts } from './sum-counts.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const firm = await testFirm(platform);
const tree = treeOf(firm, await firm.addClient('Menuiserie Aubertin'));
const noSignal = new AbortController().signal;

const sizes: Record<string, number> = {
  'scan 10.pdf': 30,
  'scan 9.pdf': 10,
  'Été.pdf': 20,
  'zèbre.pdf': 40,
  'œuf.pdf': 50,
};
for (const [index, [name, size]] of Object.entries(sizes).entries()) {
  platform.setClock(new Date(Date.UTC(2026, 10, 21, 10, index)));
  await tree.drop('/Social', name, distinctPdf('x'.repeat(size)));
}
const received = Object.keys(sizes);

describe('the list of a folder', () => {
  it.each([
    ['-received', [...received].reverse()],
    ['received', received],
    ['name', ['Été.pdf', 'œuf.pdf', 'scan 9.pdf', 'scan 10.pdf', 'zèbre.pdf']],
    ['-name', ['zèbre.pdf', 'scan 10.pdf', 'scan 9.pdf', 'œuf.pdf', 'Été.pdf']],
    ['size', ['scan 9.pdf', 'Été.pdf', 'scan 10.pdf', 'zèbre.pdf', 'œuf.pdf']],
    ['-size', ['œuf.pdf', 'zèbre.pdf', 'scan 10.pdf', 'Été.pdf', 'scan 9.pdf']],
  ])('is sorted by %s, page by page, whatever the size of a page', async (sort, wanted) => {
    for (const limit of [1, 2, 5, 200]) {
      const names: string[] = [];
      let cursor = '';
      do {
        const page = await tree.list('/Social', `?sort=${sort}&limit=${limit}${cursor}`);
        expect(page.total).toBe(5);
        names.push(...page.items.map(({ name }) => name));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      expect(names).toEqual(wanted);
    }
  });

  it('is newest first when nothing is asked', async () => {
    expect(await tree.names('/Social')).toEqual([...received].reverse());
  });

  it.each([
    ['ete', ['Été.pdf']],
    ['ÉTÉ', ['Été.pdf']],
    ['E\u0301te\u0301', ['Été.pdf']],
    ['can', ['scan 9.pdf', 'scan 10.pdf']],
    ['pdf SCAN', ['scan 9.pdf', 'scan 10.pdf']],
    ['oeuf', ['œuf.pdf']],
    ['10 scan', ['scan 10.pdf']],
    ['%', []],
    ['_', []],
    ['a\0b', []],
    ['', ['Été.pdf', 'œuf.pdf', 'scan 9.pdf', 'scan 10.pdf', 'zèbre.pdf']],
  ])('is searched for %j, without regard for case or accents', async (search, wanted) => {
    const query = `?sort=name&search=${encodeURIComponent(search)}`;
    const { items, total } = await tree.list('/Social', query);
    expect(items.map(({ name }) => name)).toEqual(wanted);
    expect(total).toBe(wanted.length);
  });

  it('is searched page by page, with the same total on each', async () => {
    const first = await tree.list('/Social', '?sort=name&search=pdf&limit=3');
    const second = await tree.list('/Social', `?sort=name&search=pdf&limit=3&cursor=${first.next}`);
    expect([first.total, second.total, second.items.length, second.next]).toEqual([5, 5, 2, null]);
  });

  it('shows those that were not delivered alone', async () => {
    await firm.connect('scripted', tree.clientId);
    const { id } = await tree.drop('/Achats/2026/11', 'a.pdf');
    await tree.drop('/Achats/2026/11', 'b.pdf');
    await setState(platform, firm, id, 'undelivered');
    const list = await tree.list('/Achats/2026/11', '?withUndelivered=true');
    expect([list.items.map(({ name }) => name), list.total]).toEqual([['a.pdf'], 1]);
    const folder = (await tree.folders()).find(({ path }) => path === '/Achats');
    expect(folder).toMatchObject({ documents: 2, undelivered: 1 });
  });

  it.each(['name', 'size', 'received'])('refuses a cursor of another order: %s', async (sort) => {
    const bad = Buffer.from(JSON.stringify(['pas\0ça', platform.newId()])).toString('base64url');
    const { id } = await tree.folder('/Social');
    const url = `${firm.path}/folders/${id}/documents?sort=${sort}&cursor=${bad}`;
    expect(await firm.admin.call('GET', url)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});

describe('counts of folders', () => {
  async function counted() {
    return inFirm(platform.database.app, firm.id, async (trx) => {
      const { rows } = await sql<{ folder: string; kept: number; real: number }>`
        select f.id as folder,
          (select coalesce(sum(documents), 0)::bigint from folder_counts c where c.firm_id = f.firm_id and c.folder_id = f.id) as kept,
          (select count(*) from documents d where d.firm_id = f.firm_id and d.folder_id = f.id and d.deleted_at is null) as real
        from folders f`.execute(trx);
      return rows;
    });
  }

  it('are those of the documents whatever is done to them, and stay so when they are summed up', async () => {
    const folders = ['/Social', '/Juridique', '/Juridique/a'];
    const ids: string[] = [];
    for (const path of folders) {
      const dropped = await Promise.all(['x.pdf', 'x.pdf', 'y.pdf'].map((name) => tree.drop(path, name)));
      ids.push(...dropped.map(({ id }) => id));
    }
    const target = await tree.folder('/Juridique');
    await firm.admin.call('POST', `${firm.path}/documents/move`, {
      documentIds: ids.slice(0, 4),
      folderId: target.id,
    });
    const { body } = await firm.admin.call<{ entryIds: string[] }>('POST', `${firm.path}/documents/bin`, {
      documentIds: ids.slice(2, 6),
      isConfirmed: true,
    });
    await firm.admin.call('POST', `${firm.path}/bin/restore`, { entryIds: body.entryIds.slice(0, 2) });
    const before = await counted();
    for (const { kept, real } of before) expect(kept).toBe(real);
    await Promise.all([sumFolderCounts(platform, noSignal), sumFolderCounts(platform, noSignal)]);
    expect(await counted()).toEqual(before);
    const rows = await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .selectFrom('folder_counts')
        .select(({ fn }) => ['folder_id', fn.countAll<number>().as('rows')])
        .groupBy('folder_id')
        .execute(),
    );
    expect(rows.every((row) => row.rows === 1)).toBe(true);
  });
});

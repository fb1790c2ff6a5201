import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { startWorker } from '../deliveries/worker.ts';
import { pairAgent } from '../testing/firm-of-everything.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import {
  deliveriesOf,
  ledgerOf,
  limitToHisClients,
  setState,
  type TestTree,
  treeOf,
} from '../testing/test-documents.ts';
import { asCaller, distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

const partner = createScriptedPartner();
// Its orders are for one delivery alone.
const slow = createScriptedPartner({ id: 'slow', requestTimeoutMs: 60_000 });
const platform = await testPlatform([partner.connector, slow.connector]);
platform.setClock(new Date('2026-11-21T10:00:00Z'));
const firm = await testFirm(platform);
const month = '/Achats/2026/11';

interface BinAnswer {
  entryIds: string[];
  documents: number;
  cancelled: number;
  code?: string;
}

interface RestoreAnswer {
  restored: { entryId: string; kind: string; id: string; name: string; path: string }[];
  deliveries: number;
}

async function newClient(archivePath: string | null = null): Promise<TestTree> {
  const client = await firm.addClient('Menuiserie Aubertin');
  await firm.connect('scripted', client.id, { archivePath });
  return treeOf(firm, client);
}

function bin(documentIds: string[], isConfirmed = true) {
  return firm.admin.call<BinAnswer>('POST', `${firm.path}/documents/bin`, { documentIds, isConfirmed });
}

async function binFolder(tree: TestTree, path: string, isConfirmed = true) {
  const { id } = await tree.folder(path);
  return firm.admin.call<BinAnswer>('POST', `${firm.path}/folders/${id}/bin`, { isConfirmed });
}

function restore(entryIds: string[]) {
  return firm.admin.call<RestoreAnswer>('POST', `${firm.path}/bin/restore`, { entryIds });
}

describe('a document in the bin', () => {
  it('is nowhere else, and comes back where it was, with its history', async () => {
    const tree = await newClient();
    const { id } = await tree.drop('/Social', 'a.pdf');
    const { body } = await bin([id]);
    expect(body).toMatchObject({ documents: 1, cancelled: 0 });
    expect(await tree.list('/Social')).toMatchObject({ items: [], total: 0 });
    expect((await tree.read(id)).status).toBe(404);
    expect((await firm.admin.call('GET', `${firm.path}/documents/${id}/content`)).status).toBe(404);
    expect((await tree.folders()).find(({ path }) => path === '/Social')?.documents).toBe(0);
    expect(await tree.bin()).toMatchObject({
      total: 1,
      items: [
        {
          id: body.entryIds[0],
          kind: 'document',
          name: 'a.pdf',
          path: '/Social',
          documents: 1,
          deletedAt: '2026-11-21T10:00:00.000Z',
          deletedBy: 'Claire Morvan',
        },
      ],
    });
    const restored = await restore(body.entryIds);
    expect(restored.body.restored).toMatchObject([{ kind: 'document', id, name: 'a.pdf', path: '/Social' }]);
    expect((await tree.bin()).total).toBe(0);
    expect(await tree.names('/Social')).toEqual(['a.pdf']);
    expect((await tree.lines(id)).map(({ kind }) => kind).slice(0, 2)).toEqual(['restored', 'binned']);
  });

  it('leaves its name to others; a taken name becomes (2)', async () => {
    const tree = await newClient();
    const { id } = await tree.drop('/Social', 'paie.pdf');
    const { body } = await bin([id]);
    expect((await tree.drop('/Social', 'Paie.pdf')).name).toBe('Paie.pdf');
    expect((await restore(body.entryIds)).body.restored[0]?.name).toBe('paie (2).pdf');
  });

  it('finds its folder where it is now, and makes it again when it is gone', async () => {
    const tree = await newClient();
    const first = await tree.drop('/Social/Paie', 'a.pdf');
    const moved = (await bin([first.id])).body.entryIds;
    await firm.admin.call('PATCH', `${firm.path}/folders/${first.folderId}`, { name: 'Bulletins' });
    expect((await restore(moved)).body.restored[0]?.path).toBe('/Social/Bulletins');
    const gone = (await bin([first.id])).body.entryIds;
    await binFolder(tree, '/Social');
    expect((await restore(gone)).body.restored[0]?.path).toBe('/Social/Bulletins');
    expect(await tree.names('/Social/Bulletins')).toEqual(['a.pdf']);
  });

  it('is found by name, page by page', async () => {
    const tree = await newClient();
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.push((await tree.drop('/Social', `Été ${index}.pdf`)).id);
    await bin(ids);
    const first = await tree.bin('?limit=3&search=ete');
    expect(first).toMatchObject({ total: 5 });
    const second = await tree.bin(`?limit=3&search=ete&cursor=${first.next}`);
    expect(second.next).toBeNull();
    const names = [...first.items, ...second.items].map(({ name }) => name);
    expect(names).toEqual([4, 3, 2, 1, 0].map((index) => `Été ${index}.pdf`));
    expect((await tree.bin('?search=hiver')).total).toBe(0);
  });
});

describe('deliveries of what goes to the bin', () => {
  it.each(['waiting', 'held', 'undelivered'] as const)(
    'that have not left are cancelled once confirmed, and begin anew out of it: %s',
    async (state) => {
      const tree = await newClient();
      const { id } = await tree.drop(month, 'a.pdf');
      await setState(platform, firm, id, state);
      const asked = await bin([id], false);
      expect(asked).toMatchObject({ status: 409, body: { code: 'bin_cancels_deliveries' } });
      expect((await tree.read(id)).status).toBe(200);
      let entryIds: string[] = [];
      const cancelled = await ledgerOf(firm, async () => {
        const { body } = await bin([id]);
        expect(body.cancelled).toBe(1);
        entryIds = body.entryIds;
      });
      expect(cancelled).toMatchObject({ cancelled: 1 });
      const again = await ledgerOf(firm, async () => {
        expect((await restore(entryIds)).body.deliveries).toBe(1);
      });
      expect(again).toEqual({ received: 1, onTheWay: 1 });
      expect(await deliveriesOf(platform, firm, id)).toMatchObject([
        { state: 'cancelled', repeatNumber: 0 },
        { state: 'waiting', repeatNumber: 1 },
      ]);
    },
  );

  it.each(['sending', 'unknown', 'accepted', 'delivered', 'duplicate', 'cancelled'] as const)(
    'that left, or had ended, stay as they are: %s',
    async (state) => {
      const tree = await newClient();
      const { id } = await tree.drop(month, 'a.pdf');
      await setState(platform, firm, id, state);
      const counted = await ledgerOf(firm, async () => {
        const { status, body } = await bin([id], false);
        expect(status).toBe(200);
        expect((await restore(body.entryIds)).body.deliveries).toBe(0);
      });
      expect(counted).toEqual({});
      expect(await deliveriesOf(platform, firm, id)).toMatchObject([{ state }]);
    },
  );

  it('under way when their document goes, and to be tried again, are cancelled then, and begin anew', async () => {
    const tree = treeOf(firm, await firm.addClient('Garage du Lac'));
    await firm.connect('slow', tree.clientId);
    let answer = () => {};
    const until = new Promise<void>((resolve) => {
      answer = resolve;
    });
    slow.orders.push({ kind: 'hang', until });
    slow.failNext = 'partner_error';
    const { id } = await tree.drop(month, 'a.pdf');
    const worker = startWorker(platform);
    const stateOf = async () => (await deliveriesOf(platform, firm, id)).at(-1)?.state;
    await waitFor(async () => (await stateOf()) === 'sending');
    const { body } = await bin([id]);
    expect(body.cancelled).toBe(0);
    answer();
    await waitFor(async () => (await stateOf()) !== 'sending');
    // The time of its next try.
    platform.setClock(new Date('2026-11-21T10:05:00Z'));
    await waitFor(async () => (await stateOf()) === 'cancelled');
    await worker.stop();
    platform.setClock(new Date('2026-11-21T10:00:00Z'));
    expect((await restore(body.entryIds)).body.deliveries).toBe(1);
    expect(await stateOf()).toBe('waiting');
  });

  it('are not begun for what was never sent, though its folder was connected meanwhile', async () => {
    const tree = treeOf(firm, await firm.addClient('Garage du Lac'));
    const { id } = await tree.drop(month, 'a.pdf');
    const { body } = await bin([id]);
    await firm.connect('scripted', tree.clientId);
    expect((await restore(body.entryIds)).body.deliveries).toBe(0);
  });

  it('are held as possible duplicates when the same bytes were dropped again meanwhile', async () => {
    const tree = await newClient();
    const bytes = distinctPdf();
    const { id } = await tree.drop(month, 'a.pdf', bytes);
    const { body } = await bin([id]);
    await tree.drop(month, 'b.pdf', bytes);
    await restore(body.entryIds);
    expect((await deliveriesOf(platform, firm, id)).at(-1)).toMatchObject({
      state: 'held',
      heldReason: 'duplicate',
    });
  });
});

describe('a folder in the bin', () => {
  it('is one entry with everything below, and comes back whole', async () => {
    const tree = await newClient();
    const a = await tree.drop('/Social/Paie/10', 'a.pdf');
    await tree.drop('/Social/Paie/11', 'b.pdf');
    const alone = await tree.drop('/Social/Paie', 'seul.pdf');
    await bin([alone.id]);
    const { body } = await binFolder(tree, '/Social/Paie');
    expect(body).toMatchObject({ documents: 2 });
    expect(await tree.paths()).not.toContain('/Social/Paie/10');
    expect((await tree.bin()).items).toMatchObject([
      { kind: 'folder', name: 'Paie', path: '/Social', documents: 2 },
      { kind: 'document', name: 'seul.pdf', path: '/Social/Paie' },
    ]);
    await restore(body.entryIds);
    expect(await tree.paths()).toEqual(expect.arrayContaining(['/Social/Paie/10', '/Social/Paie/11']));
    expect(await tree.names('/Social/Paie/10')).toEqual(['a.pdf']);
    expect((await tree.read(a.id)).body.folderPath).toBe('/Social/Paie/10');
    expect((await tree.bin()).total).toBe(1);
  });

  it('leaves its path to others, and becomes (2) beside them', async () => {
    const tree = await newClient();
    await tree.drop('/Social/Paie/10', 'a.pdf');
    const { body } = await binFolder(tree, '/Social/Paie');
    await tree.drop('/Social/PAIE/10', 'b.pdf');
    expect((await restore(body.entryIds)).body.restored[0]).toMatchObject({
      name: 'Paie (2)',
      path: '/Social',
    });
    expect(await tree.names('/Social/Paie (2)/10')).toEqual(['a.pdf']);
    expect(await tree.names('/Social/PAIE/10')).toEqual(['b.pdf']);
  });

  it('comes back below its parent wherever that one is, and makes it again when it is gone', async () => {
    const tree = await newClient();
    await tree.drop('/Social/Paie/10', 'a.pdf');
    const social = await tree.folder('/Social');
    const first = (await binFolder(tree, '/Social/Paie')).body.entryIds;
    await firm.admin.call('PATCH', `${firm.path}/folders/${social.id}`, { name: 'Personnel' });
    expect((await restore(first)).body.restored[0]?.path).toBe('/Personnel');
    const second = (await binFolder(tree, '/Personnel/Paie')).body.entryIds;
    await binFolder(tree, '/Personnel');
    expect((await restore(second)).body.restored[0]?.path).toBe('/Personnel');
    expect(await tree.names('/Personnel/Paie/10')).toEqual(['a.pdf']);
  });

  it('is not found any more by uploads, lists or moves', async () => {
    const tree = await newClient();
    const { id, folderId } = await tree.drop('/Social', 'a.pdf');
    const other = await tree.drop('/Juridique', 'b.pdf');
    await bin([id]);
    await binFolder(tree, '/Social');
    const upload = await firm.admin.upload(
      `${firm.path}/folders/${folderId}/documents?name=c.pdf`,
      distinctPdf(),
    );
    expect(upload.status).toBe(404);
    const at = `${firm.path}/folders/${folderId}`;
    expect((await firm.admin.call('GET', `${at}/documents`)).status).toBe(404);
    expect((await firm.admin.call('POST', `${at}/bin`, {})).status).toBe(404);
    expect((await firm.admin.call('PATCH', at, { name: 'x' })).status).toBe(404);
    const move = { documentIds: [other.id], folderId };
    expect((await firm.admin.call('POST', `${firm.path}/documents/move`, move)).status).toBe(404);
  });

  it('never swallows what is uploaded into it at the same moment', async () => {
    const tree = await newClient();
    const { id } = await tree.folder('/Social');
    const url = `${firm.path}/folders/${id}/documents?name=a.pdf`;
    const uploads = Array.from({ length: 12 }, () => firm.admin.upload(url, distinctPdf()));
    const [binned, ...answers] = await Promise.all([binFolder(tree, '/Social'), ...uploads]);
    const received = answers.filter(({ status }) => status === 201).length;
    expect(answers.every(({ status }) => status === 201 || status === 404)).toBe(true);
    const lost = await inFirm(platform.database.app, firm.id, (trx) =>
      trx
        .selectFrom('documents')
        .innerJoin('folders', 'folders.id', 'documents.folder_id')
        .select('documents.id')
        .where('folders.bin_entry_id', 'is not', null)
        .where('documents.deleted_at', 'is', null)
        .execute(),
    );
    expect(lost).toEqual([]);
    expect(binned.body.documents).toBe(received);
  });

  it('does not hide that an upload was received: sent again, it is acknowledged with what is in the bin', async () => {
    const tree = await newClient();
    const { id: folderId } = await tree.folder('/Social');
    const bytes = distinctPdf();
    const send = () =>
      firm.admin.upload(`${firm.path}/folders/${folderId}/documents?name=a.pdf`, bytes, {
        'idempotency-key': 'recu-puis-jete',
      });
    const first = await send();
    await bin([first.body.document.id]);
    const again = await send();
    expect(again).toMatchObject({
      status: 201,
      body: { replayed: true, document: { id: first.body.document.id }, version: first.body.version },
    });
    expect(await tree.names('/Social')).toEqual([]);
  });

  it('that a computer deposits into is refused', async () => {
    const tree = await newClient();
    const below = await tree.folder('/Social/Paie');
    const { token } = await pairAgent(platform, firm.admin, firm.id);
    const computer = asCaller(platform, { authorization: `Bearer ${token}` });
    const hotFolder = {
      ...{ description: 'Scanner accueil', depositDir: '/depot', archiveDir: null },
      ...{ clientId: tree.clientId, folderId: below.id, waiting: 0, refused: 0, lastFileAt: null },
    };
    await computer.call('POST', `${firm.path}/agents/report`, { version: '1', hotFolders: [hotFolder] });
    const answer = await binFolder(tree, '/Social');
    expect(answer).toMatchObject({ status: 409, body: { code: 'folder_receives' } });
    await computer.call('POST', `${firm.path}/agents/report`, { version: '1', hotFolders: [] });
    expect((await binFolder(tree, '/Social')).status).toBe(200);
  });

  it('is not where a rejected document is brought back to', async () => {
    const tree = await newClient('/Transmis');
    const worker = startWorker(platform);
    const { id } = await tree.drop(month, 'a.pdf');
    await waitFor(async () => (await tree.read(id)).body.archivedAt !== null);
    await worker.stop();
    await binFolder(tree, month);
    const { id: deliveryId } = (await deliveriesOf(platform, firm, id))[0] ?? { id: '' };
    await setState(platform, firm, id, 'undelivered');
    const retried = await firm.admin.call('POST', `${firm.path}/deliveries/${deliveryId}/retry`);
    expect(retried.status).toBe(200);
    expect((await tree.read(id)).body.folderPath).toBe('/Transmis');
  });
});

describe('who may empty and fill a bin', () => {
  it('a collaborator, for the clients he sees', async () => {
    const tree = await newClient();
    const { id } = await tree.drop('/Social', 'a.pdf');
    const user = await firm.addUser('collaborator');
    await limitToHisClients(platform, firm, user);
    const call = (path: string, body: object) => user.call<BinAnswer>('POST', `${firm.path}${path}`, body);
    expect((await call('/documents/bin', { documentIds: [id] })).status).toBe(404);
    const { body } = await bin([id]);
    expect((await call('/bin/restore', { entryIds: body.entryIds })).status).toBe(404);
    expect((await user.call('GET', `${firm.path}/clients/${tree.clientId}/bin`)).status).toBe(404);
    expect((await tree.bin()).total).toBe(1);
    expect((await restore([...body.entryIds, platform.newId()])).status).toBe(404);
  });
});

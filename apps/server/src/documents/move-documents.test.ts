import { type DeliveryState, deliveryStates } from '@navette/model';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf, ledgerOf, limitToHisClients, setState, treeOf } from '../testing/test-documents.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

// No worker runs: what is ready stays on its way.
const first = createScriptedPartner();
const second = createScriptedPartner({ id: 'second' });
const platform = await testPlatform([first.connector, second.connector]);
platform.setClock(new Date('2026-11-21T10:00:00Z'));
const month = '/Achats/2026/11';

interface MoveAnswer {
  moved: { id: string; name: string }[];
  undo: { folderId: string; documentIds: string[]; names: Record<string, string> }[];
  deliveries: number;
  cancelled: number;
  code?: string;
  fr?: string;
}

const firm = await testFirm(platform);

async function newClient() {
  const client = await firm.addClient('Menuiserie Aubertin');
  const installation = await firm.connect('scripted', client.id);
  return { client, installation, tree: treeOf(firm, client) };
}

function move(body: object) {
  return firm.admin.call<MoveAnswer>('POST', `${firm.path}/documents/move`, body);
}

describe('moving documents', () => {
  it('into a connected path begins the deliveries that do not exist yet, with a receipt', async () => {
    const { tree } = await newClient();
    const ids = [(await tree.drop('/Juridique', 'a.pdf')).id, (await tree.drop('/Juridique', 'b.pdf')).id];
    const { id: folderId } = await tree.folder(month);
    const counted = await ledgerOf(firm, async () => {
      const answer = await move({ documentIds: ids, folderId });
      expect(answer).toMatchObject({ status: 200, body: { deliveries: 2, cancelled: 0 } });
    });
    expect(counted).toEqual({ received: 2, onTheWay: 2 });
    expect(await deliveriesOf(platform, firm, ids[0] ?? '')).toMatchObject([{ state: 'waiting' }]);
    expect(await tree.lines(ids[0] ?? '')).toMatchObject([
      { kind: 'matched' },
      { kind: 'moved', details: { from: '/Juridique', folder: month, name: 'a.pdf' } },
      { kind: 'nothing_to_send' },
      { kind: 'received' },
    ]);
  });

  it('again, to where it was and back, begins nothing: an obligation exists once', async () => {
    const { tree } = await newClient();
    const { id, folderId } = await tree.drop(month, 'a.pdf');
    const away = await tree.folder('/Juridique');
    const counted = await ledgerOf(firm, async () => {
      expect((await move({ documentIds: [id], folderId: away.id })).body.deliveries).toBe(0);
      expect((await move({ documentIds: [id], folderId })).body.deliveries).toBe(0);
    });
    expect(counted).toEqual({});
    expect(await deliveriesOf(platform, firm, id)).toMatchObject([{ state: 'waiting' }]);
  });

  it('numbers a taken name, and gives back what undoes it, names included', async () => {
    const { tree } = await newClient();
    await tree.drop('/Social', 'Paie.pdf');
    const ids = await Promise.all(['/Juridique', '/Juridique/a'].map((path) => tree.drop(path, 'paie.PDF')));
    const social = await tree.folder('/Social');
    const { body } = await move({ documentIds: ids.map(({ id }) => id), folderId: social.id });
    expect(body.moved.map(({ name }) => name).sort()).toEqual(['paie (2).PDF', 'paie (3).PDF']);
    for (const undo of body.undo) expect((await move(undo)).status).toBe(200);
    expect(await tree.names('/Juridique')).toEqual(['paie.PDF']);
    expect(await tree.names('/Juridique/a')).toEqual(['paie.PDF']);
    expect(await tree.names('/Social')).toEqual(['Paie.pdf']);
  });

  it('leaves those alone that are in the folder already', async () => {
    const { tree } = await newClient();
    const { id, folderId } = await tree.drop('/Social', 'a.pdf');
    const { body } = await move({ documentIds: [id], folderId });
    expect(body).toMatchObject({ moved: [{ id, name: 'a.pdf' }], undo: [], deliveries: 0 });
    expect((await tree.lines(id)).map(({ kind }) => kind)).not.toContain('moved');
  });

  it.each(deliveryStates)('out of a connected path and in again keeps the ledger: %s', async (state) => {
    const { tree } = await newClient();
    const { id, folderId } = await tree.drop(month, 'a.pdf');
    await setState(platform, firm, id, state);
    const away = await tree.folder('/Juridique');
    const counted = await ledgerOf(firm, async () => {
      expect((await move({ documentIds: [id], folderId: away.id })).status).toBe(200);
      expect((await move({ documentIds: [id], folderId })).status).toBe(200);
    });
    expect(counted).toEqual({});
    expect(await deliveriesOf(platform, firm, id)).toMatchObject([{ state }]);
  });

  it('says first what a partner has when the type would change, and does it once confirmed', async () => {
    const { installation, tree } = await newClient();
    await firm.admin.call('POST', `${firm.path}/installations/${installation.id}/rules`, {
      sourcePath: '/Ventes/{millésime}/{mois}',
      documentType: 'sales',
    });
    const { id } = await tree.drop(month, 'facture.pdf');
    const sales = await tree.folder('/Ventes/2026/11');
    await setState(platform, firm, id, 'delivered');
    const asked = await move({ documentIds: [id], folderId: sales.id });
    expect(asked).toMatchObject({ status: 409, body: { code: 'move_after_delivery' } });
    expect(asked.body.fr).toContain('Déjà chez Partenaire\u00a0: facture.pdf.');
    expect((await tree.read(id)).body.folderPath).toBe(month);
    const done = await move({ documentIds: [id], folderId: sales.id, isConfirmed: true });
    expect(done).toMatchObject({ status: 200, body: { deliveries: 0 } });
    expect(await deliveriesOf(platform, firm, id)).toMatchObject([{ state: 'delivered', type: 'purchase' }]);
  });

  it('does not ask about what has not left yet, within a client', async () => {
    const { tree } = await newClient();
    const { id } = await tree.drop(month, 'a.pdf');
    const away = await tree.folder('/Achats/2026/10');
    expect((await move({ documentIds: [id], folderId: away.id })).status).toBe(200);
  });
});

describe('moving documents to another client', () => {
  const hasIt: DeliveryState[] = ['sending', 'unknown', 'accepted', 'delivered', 'duplicate'];

  async function twoClients() {
    const { tree } = await newClient();
    const other = await firm.addClient('Garage du Lac');
    await firm.connect('second', other.id);
    return { tree, other: treeOf(firm, other) };
  }

  it.each(hasIt)('asks when a partner has it, or may: %s', async (state) => {
    const { tree, other } = await twoClients();
    const { id } = await tree.drop(month, 'a.pdf');
    await setState(platform, firm, id, state);
    const { id: folderId } = await other.folder(month);
    const asked = await move({ documentIds: [id], folderId });
    expect(asked).toMatchObject({ status: 409, body: { code: 'move_after_delivery' } });
    const counted = await ledgerOf(firm, async () => {
      const done = await move({ documentIds: [id], folderId, isConfirmed: true });
      expect(done.body).toMatchObject({ deliveries: 1, cancelled: 0 });
    });
    expect(counted).toEqual({ received: 1, onTheWay: 1 });
    expect(await deliveriesOf(platform, firm, id)).toMatchObject([
      { state, clientId: tree.clientId },
      { state: 'waiting', clientId: other.clientId },
    ]);
  });

  it.each(['waiting', 'held', 'undelivered'] as const)(
    'cancels what had not left, once confirmed: nothing reaches the wrong client: %s',
    async (state) => {
      const { tree, other } = await twoClients();
      const { id } = await tree.drop(month, 'a.pdf');
      await setState(platform, firm, id, state);
      const { id: folderId } = await other.folder(month);
      const asked = await move({ documentIds: [id], folderId });
      expect(asked).toMatchObject({ status: 409, body: { code: 'move_cancels_deliveries' } });
      const counted = await ledgerOf(firm, async () => {
        const done = await move({ documentIds: [id], folderId, isConfirmed: true });
        expect(done.body).toMatchObject({ deliveries: 1, cancelled: 1 });
      });
      expect(counted).toMatchObject({ received: 1, cancelled: 1 });
      expect(await deliveriesOf(platform, firm, id)).toMatchObject([
        { state: 'cancelled', clientId: tree.clientId },
        { state: 'waiting', clientId: other.clientId },
      ]);
      expect((await tree.read(id)).body.clientId).toBe(other.clientId);
      expect(await tree.names(month)).toEqual([]);
      expect(await other.names(month)).toEqual(['a.pdf']);
    },
  );

  it('is refused to an archived client', async () => {
    const { tree, other } = await twoClients();
    const { id } = await tree.drop('/Social', 'a.pdf');
    const { id: folderId } = await other.folder('/Social');
    await firm.admin.call('POST', `${firm.path}/clients/${other.clientId}/archive`);
    const answer = await move({ documentIds: [id], folderId });
    expect(answer).toMatchObject({ status: 409, body: { code: 'client_archived' } });
  });
});

describe('who may move', () => {
  it('a collaborator limited to his clients, between those alone', async () => {
    const { client, tree } = await newClient();
    const other = await firm.addClient('Garage du Lac');
    const hidden = treeOf(firm, other);
    const limited = await firm.addUser('collaborator', [client.id]);
    await limitToHisClients(platform, firm, limited);
    const { id } = await tree.drop('/Social', 'a.pdf');
    const { id: near } = await tree.folder('/Juridique');
    const { id: far } = await hidden.folder('/Juridique');
    const foreign = await hidden.drop('/Social', 'b.pdf');
    const call = (body: object) => limited.call<MoveAnswer>('POST', `${firm.path}/documents/move`, body);
    expect((await call({ documentIds: [id], folderId: near })).status).toBe(200);
    expect((await call({ documentIds: [id], folderId: far })).status).toBe(404);
    expect((await call({ documentIds: [foreign.id], folderId: near })).status).toBe(404);
    expect((await call({ documentIds: [id, foreign.id], folderId: near })).status).toBe(404);
  });

  it('not a client user', async () => {
    const { client, tree } = await newClient();
    const user = await firm.addUser('client', [client.id]);
    const { id, folderId } = await tree.drop('/Social', 'a.pdf');
    for (const [method, path, body] of [
      ['POST', '/documents/move', { documentIds: [id], folderId }],
      ['POST', '/documents/bin', { documentIds: [id] }],
      ['PATCH', `/documents/${id}`, { name: 'b.pdf' }],
      ['PATCH', `/folders/${folderId}`, { name: 'b' }],
      ['POST', `/folders/${folderId}/bin`, {}],
      ['GET', `/clients/${client.id}/bin`, undefined],
    ] as const)
      expect((await user.call(method, firm.path + path, body)).status, path).toBe(403);
    const folders = await treeOf(firm, client, user).folders();
    expect(folders.every(({ canChange }) => !canChange)).toBe(true);
    expect((await tree.folders()).every(({ canChange }) => canChange)).toBe(true);
  });

  it('not documents that are not there, or not one’s own', async () => {
    const { tree } = await newClient();
    const { id, folderId } = await tree.drop('/Social', 'a.pdf', distinctPdf());
    const stranger = await testFirm(platform);
    const answer = await stranger.admin.call('POST', `${stranger.path}/documents/move`, {
      documentIds: [id],
      folderId,
    });
    expect(answer.status).toBe(404);
    expect((await move({ documentIds: [id, platform.newId()], folderId })).status).toBe(404);
  });
});

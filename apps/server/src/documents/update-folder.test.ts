import type { Folder } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf, ledgerOf, treeOf } from '../testing/test-documents.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
platform.setClock(new Date('2026-11-21T10:00:00Z'));
const firm = await testFirm(platform);

interface ChangeAnswer {
  folder: Folder;
  folders: number;
  documents: number;
  rulesLost: { sourcePath: string; partner: string }[];
  deliveries: number;
  code?: string;
  fr?: string;
}

async function newClient(isConnected = false) {
  const client = await firm.addClient('Menuiserie Aubertin');
  if (isConnected) await firm.connect('scripted', client.id);
  return treeOf(firm, client);
}

function change(folder: Pick<Folder, 'id'>, body: object) {
  return firm.admin.call<ChangeAnswer>('PATCH', `${firm.path}/folders/${folder.id}`, body);
}

describe('renaming a folder', () => {
  it('renames the paths of everything below, and its documents stay in it', async () => {
    const tree = await newClient();
    const { id } = await tree.drop('/Social/2026/Paie', 'a.pdf');
    const social = await tree.folder('/Social');
    const answer = await change(social, { name: 'Personnel' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        folder: { path: '/Personnel', name: 'Personnel' },
        folders: 3,
        documents: 1,
        rulesLost: [],
        deliveries: 0,
      },
    });
    const paths = await tree.paths();
    expect(paths).toEqual(expect.arrayContaining(['/Personnel', '/Personnel/2026', '/Personnel/2026/Paie']));
    expect(paths.some((path) => path.startsWith('/Social'))).toBe(false);
    expect((await tree.read(id)).body.folderPath).toBe('/Personnel/2026/Paie');
  });

  it('leaves the former path to others, and a sibling whose name begins alike alone', async () => {
    const tree = await newClient();
    await tree.folder('/Social bis/a');
    const social = await tree.folder('/Social');
    await change(social, { name: 'Personnel' });
    expect(await tree.paths()).toContain('/Social bis/a');
    expect((await tree.folder('/Social')).id).not.toBe(social.id);
  });

  it('may change its letters alone', async () => {
    const tree = await newClient();
    const answer = await change(await tree.folder('/Social'), { name: 'SOCIAL' });
    expect(answer.body.folder.path).toBe('/SOCIAL');
  });

  it('is refused for a name that is taken, in whatever case or Unicode form', async () => {
    const tree = await newClient();
    await tree.folder('/Réunions');
    const answer = await change(await tree.folder('/Social'), { name: 'RE\u0301UNIONS' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'name_taken' } });
  });

  it.each([
    ['../../etc', '.._.._etc'],
    ['a/b\\c', 'a_b_c'],
    ['CON', '_CON'],
    ['  fin.  ', 'fin'],
    ['😀 été', '😀 été'],
    ['İstanbul', 'İstanbul'],
  ])('makes a name safe: %j', async (given, name) => {
    const tree = await newClient();
    const folder = await tree.folder('/Social/x/y');
    const answer = await change({ id: folder.parentId ?? '' }, { name: given });
    expect(answer.body.folder).toMatchObject({ name, path: `/Social/${name}` });
    expect(await tree.paths()).toContain(`/Social/${name}/y`);
    expect((await tree.folder(`/Social/${name}/y`)).id).toBe(folder.id);
    const back = await change(answer.body.folder, { name: 'x' });
    expect(back.body.folder.path).toBe('/Social/x');
    expect((await tree.folder('/Social/x/y')).id).toBe(folder.id);
  });
});

describe('moving a folder', () => {
  it('takes everything below along, to a folder or to the top', async () => {
    const tree = await newClient();
    const { id } = await tree.drop('/Social/Paie/11', 'a.pdf');
    const [pay, legal] = [await tree.folder('/Social/Paie'), await tree.folder('/Juridique')];
    expect((await change(pay, { parentId: legal.id })).body.folder).toMatchObject({
      path: '/Juridique/Paie',
      parentId: legal.id,
    });
    expect((await tree.read(id)).body.folderPath).toBe('/Juridique/Paie/11');
    expect((await change(pay, { parentId: null, name: 'Bulletins' })).body.folder).toMatchObject({
      path: '/Bulletins',
      parentId: null,
    });
    expect((await tree.read(id)).body.folderPath).toBe('/Bulletins/11');
  });

  it('is refused below itself, over a taken name, to another client and past the limits', async () => {
    const tree = await newClient();
    const other = await newClient();
    const [social, below] = [await tree.folder('/Social'), await tree.folder('/Social/Paie')];
    expect((await change(social, { parentId: social.id })).body.code).toBe('folder_below_itself');
    expect((await change(social, { parentId: below.id })).body.code).toBe('folder_below_itself');
    await tree.folder('/Juridique/Social');
    const legal = await tree.folder('/Juridique');
    expect((await change(social, { parentId: legal.id })).body.code).toBe('name_taken');
    const foreign = await other.folder('/Juridique');
    expect((await change(social, { parentId: foreign.id })).status).toBe(404);
    const deep = await tree.folder(`/Long/${Array.from({ length: 7 }, () => 'é'.repeat(120)).join('/')}`);
    const wide = await tree.folder(`/Large/${'x'.repeat(250)}/${'y'.repeat(250)}`);
    const answer = await change({ id: wide.parentId ?? '' }, { parentId: deep.id });
    expect(answer).toMatchObject({ status: 422, body: { code: 'path_too_long' } });
  });

  it('and folders made at the same moment below it never leave one without its parent’s path', async () => {
    const tree = await newClient();
    const social = await tree.folder('/Social');
    const made = Array.from({ length: 8 }, (_, index) => tree.folder(`/Social/${index}/a`));
    await Promise.all([...made, change(social, { name: 'Personnel' })]);
    const folders = await tree.folders();
    const byId = new Map(folders.map((folder) => [folder.id, folder]));
    for (const { path, parentId, name } of folders) {
      const parent = parentId === null ? '' : byId.get(parentId)?.path;
      expect(path).toBe(`${parent}/${name}`);
    }
  });
});

describe('a folder that rules speak of', () => {
  it('names the rules that lose it, and waits for a confirmation', async () => {
    const tree = await newClient(true);
    const purchases = await tree.folder('/Achats');
    const asked = await change(purchases, { name: 'Achats fournisseurs' });
    expect(asked).toMatchObject({ status: 409, body: { code: 'folder_change_to_confirm' } });
    expect(asked.body.fr).toContain('Règles qui ne trouveront plus ce répertoire\u00a0: 1.');
    expect(await tree.paths()).toContain('/Achats/2026/11');
    const done = await change(purchases, { name: 'Achats fournisseurs', isConfirmed: true });
    expect(done.body.rulesLost).toMatchObject([
      { sourcePath: '/Achats/{millésime}/{mois}', partner: 'Partenaire' },
    ]);
    const dropped = await tree.drop('/Achats fournisseurs/2026/11', 'a.pdf');
    expect(dropped.badge.state).toBe('nothing_to_send');
  });

  it('loses none when what changes is below what they name, and none is another client’s', async () => {
    const tree = await newClient(true);
    const below = await tree.folder('/Achats/2026/11/lot 1');
    expect((await change(below, { name: 'lot 2' })).status).toBe(200);
    const stranger = await newClient();
    expect((await change(await stranger.folder('/Achats'), { name: 'Fournisseurs' })).status).toBe(200);
  });

  it('begins to send what a new path connects, once confirmed, and no document that stayed unsent before', async () => {
    const tree = await newClient();
    const old = await tree.drop('/Achats/2026/10', 'ancien.pdf');
    const { id } = await tree.drop('/À trier/11', 'a.pdf');
    await firm.connect('scripted', tree.clientId);
    const year = await tree.folder('/Achats/2026');
    const november = await tree.folder('/Achats/2026/11');
    await firm.admin.call('POST', `${firm.path}/folders/${november.id}/bin`, {});
    const waiting = await tree.folder('/À trier/11');
    const asked = await change(waiting, { parentId: year.id });
    expect(asked.body).toMatchObject({ code: 'folder_change_to_confirm' });
    expect(asked.body.fr).toContain('Envois qui partiront aussitôt\u00a0: 1.');
    const counted = await ledgerOf(firm, async () => {
      const done = await change(waiting, { parentId: year.id, isConfirmed: true });
      expect(done.body).toMatchObject({ deliveries: 1, rulesLost: [] });
    });
    expect(counted).toEqual({ received: 1, onTheWay: 1 });
    expect(await deliveriesOf(platform, firm, id)).toMatchObject([{ state: 'waiting' }]);
    expect(await deliveriesOf(platform, firm, old.id)).toEqual([]);
    const renamed = await change(await tree.folder('/Achats/2026/10'), { name: '09' });
    expect(renamed).toMatchObject({ status: 200, body: { deliveries: 0 } });
    expect(await deliveriesOf(platform, firm, old.id)).toEqual([]);
  });
});

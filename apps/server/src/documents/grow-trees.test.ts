import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { treeOf } from '../testing/test-documents.ts';
import { type TestFirm, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { growTrees } from './grow-trees.ts';

const platform = await testPlatform();
const noSignal = new AbortController().signal;

/** A firm that begins at an instant, and has grown once. */
async function firmAt(instant: string, change: { timeZone?: string; template?: string[] } = {}) {
  platform.setClock(new Date(instant));
  const firm = await testFirm(platform);
  await set(firm, { time_zone: change.timeZone ?? 'Europe/Paris' });
  if (change.template) await set(firm, { folder_template: JSON.stringify(change.template) });
  const tree = treeOf(firm, await firm.addClient('Menuiserie Aubertin'));
  await growTrees(platform, noSignal);
  return { firm, tree };
}

async function set(firm: TestFirm, change: { time_zone?: string; folder_template?: string }): Promise<void> {
  await inFirm(platform.database.app, firm.id, (trx) =>
    trx.updateTable('firms').set(change).where('id', '=', firm.id).execute(),
  );
}

async function growAt(instant: string): Promise<void> {
  platform.setClock(new Date(instant));
  await growTrees(platform, noSignal);
}

describe('trees grow', () => {
  it('when the month turns in the firm’s zone, and not before', async () => {
    const { tree } = await firmAt('2026-10-20T10:00:00Z');
    // Paris is at +1 in November: the month turns at 23:00 UTC.
    await growAt('2026-11-30T22:59:59Z');
    expect(await tree.paths()).not.toContain('/Achats/2026/12');
    await growAt('2026-11-30T23:00:00Z');
    expect(await tree.paths()).toEqual(expect.arrayContaining(['/Achats/2026/12', '/Ventes/2026/12']));
  });

  it('when the year turns, with its own folder', async () => {
    const { tree } = await firmAt('2026-12-20T10:00:00Z');
    await growAt('2026-12-31T23:00:00Z');
    const folders = await tree.folders();
    const year = folders.find(({ path }) => path === '/Achats/2027');
    const month = folders.find(({ path }) => path === '/Achats/2027/01');
    expect(month?.parentId).toBe(year?.id);
    expect(year?.parentId).toBe(folders.find(({ path }) => path === '/Achats')?.id);
  });

  it.each([
    // Summer time begins and ends within these months: the turn of the month itself is elsewhere.
    ['Europe/Paris', '2026-03-31T21:59:59Z', '2026-03-31T22:00:00Z', '/Achats/2026/04'],
    ['Europe/Paris', '2026-10-31T22:59:59Z', '2026-10-31T23:00:00Z', '/Achats/2026/11'],
    ['Pacific/Noumea', '2026-05-31T12:59:59Z', '2026-05-31T13:00:00Z', '/Achats/2026/06'],
    ['America/Martinique', '2026-06-01T03:59:59Z', '2026-06-01T04:00:00Z', '/Achats/2026/06'],
    ['Pacific/Kiritimati', '2026-12-31T09:59:59Z', '2026-12-31T10:00:00Z', '/Achats/2027/01'],
    ['Asia/Kathmandu', '2026-06-30T18:14:59Z', '2026-06-30T18:15:00Z', '/Achats/2026/07'],
  ])('in %s not yet at %s, and at %s', async (timeZone, before, at, path) => {
    const { tree } = await firmAt(before, { timeZone });
    expect(await tree.paths()).not.toContain(path);
    await growAt(at);
    expect(await tree.paths()).toContain(path);
  });

  it('by every month that a server missed, up to now', async () => {
    const { tree } = await firmAt('2026-09-15T10:00:00Z');
    await growAt('2026-12-02T10:00:00Z');
    const paths = await tree.paths();
    for (const month of ['09', '10', '11', '12']) expect(paths).toContain(`/Achats/2026/${month}`);
    expect(paths).not.toContain('/Achats/2027');
  });

  it('by the last two years when a server was off for ten', async () => {
    const { tree } = await firmAt('2026-09-15T10:00:00Z', { template: ['/Achats/{millésime}/{mois}'] });
    await growAt('2036-09-15T10:00:00Z');
    const months = (await tree.paths()).filter((path) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
    expect(months).toHaveLength(25);
    expect(months).toContain('/Achats/2034/10');
    expect(months).not.toContain('/Achats/2034/09');
  });

  it('once: what a person renamed, moved or threw away does not come back', async () => {
    const { firm, tree } = await firmAt('2026-10-20T10:00:00Z');
    await growAt('2026-11-05T10:00:00Z');
    const at = (path: string) => tree.folder(path).then(({ id }) => `${firm.path}/folders/${id}`);
    await firm.admin.call('POST', `${await at('/Achats/2026/11')}/bin`, {});
    await firm.admin.call('PATCH', await at('/Ventes/2026/11'), { name: 'Novembre' });
    await growAt('2026-11-05T11:00:00Z');
    await growAt('2026-11-06T10:00:00Z');
    const paths = await tree.paths();
    expect(paths).not.toContain('/Achats/2026/11');
    expect(paths).not.toContain('/Ventes/2026/11');
    expect(paths).toContain('/Ventes/2026/Novembre');
    await growAt('2026-12-05T10:00:00Z');
    expect(await tree.paths()).toEqual(expect.arrayContaining(['/Achats/2026/12', '/Ventes/2026/12']));
  });

  it('not where a client’s tree lost its stem', async () => {
    const { firm, tree } = await firmAt('2026-10-20T10:00:00Z');
    const { id } = await tree.folder('/Achats');
    await firm.admin.call('PATCH', `${firm.path}/folders/${id}`, { name: 'Fournisseurs' });
    await growAt('2026-12-05T10:00:00Z');
    const paths = await tree.paths();
    expect(paths.some((path) => path === '/Achats' || path.startsWith('/Achats/'))).toBe(false);
    expect(paths).toContain('/Ventes/2026/12');
  });

  it('below a folder as its letters are now', async () => {
    const { firm, tree } = await firmAt('2026-12-20T10:00:00Z');
    const { id } = await tree.folder('/Achats');
    await firm.admin.call('PATCH', `${firm.path}/folders/${id}`, { name: 'ACHATS' });
    await growAt('2027-01-05T10:00:00Z');
    expect(await tree.paths()).toContain('/ACHATS/2027/01');
  });

  it('not for archived clients', async () => {
    const { firm, tree } = await firmAt('2026-10-20T10:00:00Z');
    await firm.admin.call('POST', `${firm.path}/clients/${tree.clientId}/archive`);
    await growAt('2026-11-20T10:00:00Z');
    expect(await tree.paths()).not.toContain('/Achats/2026/11');
  });

  it('from two processes at once, without a folder twice', async () => {
    const { tree } = await firmAt('2026-10-20T10:00:00Z');
    platform.setClock(new Date('2026-11-20T10:00:00Z'));
    await Promise.all(Array.from({ length: 4 }, () => growTrees(platform, noSignal)));
    const paths = await tree.paths();
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toContain('/Achats/2026/11');
  });
});

describe('a changed template', () => {
  it('adds what clients lack, once, and removes nothing; what is in a bin stays there', async () => {
    const { firm, tree } = await firmAt('2026-11-20T10:00:00Z');
    const other = treeOf(firm, await firm.addClient('Garage du Lac'));
    const { id } = await tree.folder('/Juridique');
    await firm.admin.call('POST', `${firm.path}/folders/${id}/bin`, {});
    await set(firm, {
      folder_template: JSON.stringify(['/Juridique/Statuts', '/Banque/{millésime}/{mois}', '/CON/a.']),
    });
    const apply = () =>
      firm.admin.call<{ clients: number; folders: number }>('POST', `${firm.path}/folder-template/apply`);
    // For one client /Juridique is in the bin: 3 for /Banque/2026/11, 2 for /_CON/a; for the other, Statuts too.
    expect((await apply()).body).toEqual({ clients: 2, folders: 11 });
    expect(await other.paths()).toEqual(
      expect.arrayContaining(['/Juridique/Statuts', '/Banque/2026/11', '/_CON/a', '/Social']),
    );
    expect(await tree.paths()).toContain('/Banque/2026/11');
    expect(await tree.paths()).not.toContain('/Juridique');
    expect((await apply()).body).toEqual({ clients: 0, folders: 0 });
  });

  it('is applied by administrators', async () => {
    const { firm } = await firmAt('2026-11-20T10:00:00Z');
    const user = await firm.addUser('collaborator');
    expect((await user.call('POST', `${firm.path}/folder-template/apply`)).status).toBe(403);
  });
});

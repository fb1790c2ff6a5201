import type { PathCompletion } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { findNearSpellings } from './near-spellings.ts';
import { newOffice, type TestOffice } from './test-rules.ts';

const platform = await testPlatform([createScriptedPartner().connector]);

async function complete(
  office: TestOffice,
  typed: string,
  sourcePath?: string,
  user = office.firm.admin,
): Promise<PathCompletion> {
  const query = new URLSearchParams({ typed, ...(sourcePath === undefined ? {} : { sourcePath }) });
  const { status, body } = await office.call<PathCompletion>('GET', `/paths?${query}`, undefined, user);
  expect(status).toBe(200);
  return body;
}

/** What is offered, in few words. */
function brief({ kept, variables, folders }: PathCompletion) {
  return [kept, variables.map(({ name }) => name).join(' '), folders.map(({ name }) => name).join(' ')];
}

describe('what may follow a path', () => {
  it('is made of variables, with what they are today, and of folders that clients really have', async () => {
    platform.setClock(new Date('2026-11-15T12:00:00Z'));
    const office = await newOffice(platform);
    const [one, two] = [await office.addConnected('Aubertin'), await office.addConnected('Bains')];
    for (const tree of [one, two]) await tree.folder('/Social/2026/Bulletins');
    await one.folder('/social/2025/Déclarations');
    await one.folder('/Social/2019/Trop vieux');
    const answer = await complete(office, '/Social/{millésime}/');
    expect(answer).toMatchObject({
      kept: '/Social/{millésime}/',
      meansToday: '/Social/2026',
      clientsTotal: 2,
    });
    expect(answer.variables).toEqual([
      { name: '{mois}', label: { fr: expect.any(String), en: expect.any(String) }, today: '11' },
      { name: '{trimestre}', label: expect.any(Object), today: 'T4' },
      { name: '{client}', label: expect.any(Object), today: null },
      { name: '{type}', label: expect.any(Object), today: null },
    ]);
    expect(answer.folders).toEqual([
      { name: 'Bulletins', clients: 2, looksLike: null },
      { name: 'Déclarations', clients: 1, looksLike: null },
    ]);
    expect(brief(await complete(office, '/Social/{millésime}/decl'))).toEqual([
      ...['/Social/{millésime}/', '', 'Déclarations'],
    ]);
    expect(brief(await complete(office, '/Social/{mi'))).toEqual(['/Social/', '{millésime}', '']);
    expect(brief(await complete(office, '/Social/Exercice {'))).toEqual([
      ...['/Social/Exercice ', '{millésime} {client} {type}', ''],
    ]);
    expect(await complete(office, '/Nulle part/')).toMatchObject({ folders: [], meansToday: '/Nulle part' });
    expect(brief(await complete(office, '/A/{inconnue}/'))).toEqual(['/A/{inconnue}/', '', '']);
    platform.setClock(null);
  });

  it('begins with the top folders', async () => {
    const office = await newOffice(platform);
    await (await office.addConnected('Aubertin')).folder('/Zone à part');
    for (const typed of ['', '/']) {
      const { folders, meansToday, kept } = await complete(office, typed);
      expect(kept).toBe(typed);
      expect(meansToday).toBeNull();
      expect(folders.map(({ name }) => name)).toContain('Zone à part');
    }
    expect((await complete(office, '/zone')).folders).toEqual([
      { name: 'Zone à part', clients: 1, looksLike: null },
    ]);
  });

  it('shows a rare spelling the one that it may be meant for', async () => {
    const office = await newOffice(platform);
    for (const name of ['A', 'B', 'C']) await (await office.addConnected(name)).folder('/Social/Bulletins');
    await (await office.addConnected('D')).folder('/Social/bulletin');
    expect((await complete(office, '/Social/bul')).folders).toEqual([
      { name: 'Bulletins', clients: 3, looksLike: null },
      { name: 'bulletin', clients: 1, looksLike: 'Bulletins' },
    ]);
  });

  it('offers an archive what its source has', async () => {
    const office = await newOffice(platform);
    const names = async (typed: string, source: string) =>
      (await complete(office, typed, source)).variables.map(({ name }) => name);
    expect(await names('/Archive/', '/Achats')).toEqual(['{client}', '{type}']);
    expect(await names('/Archive/', '/Achats/{millésime}/{mois}')).toEqual([
      '{millésime}',
      '{client}',
      '{type}',
    ]);
    expect(await names('/Archive/{millésime}/', '/Achats/{millésime}/{mois}')).toEqual([
      ...['{mois}', '{trimestre}', '{client}', '{type}'],
    ]);
    expect(await names('/Archive/{millésime}/', '/Achats/{millésime}/{trimestre}')).toEqual([
      ...['{trimestre}', '{client}', '{type}'],
    ]);
  });

  it('is of the clients that one sees; of all of them while none is connected', async () => {
    const office = await newOffice(platform);
    const [mine, other] = [await office.addClient('A'), await office.addClient('B')];
    await mine.folder('/Perso/Mienne');
    await other.folder('/Perso/Autre');
    const names = async (user = office.firm.admin) => {
      const { folders, clientsTotal } = await complete(office, '/perso/', undefined, user);
      return [clientsTotal, ...folders.map(({ name }) => name)];
    };
    expect(await names()).toEqual([2, 'Autre', 'Mienne']);
    const user = await office.firm.addUser('collaborator', [mine.clientId]);
    await limitToHisClients(platform, office.firm, user);
    expect(await names(user)).toEqual([1, 'Mienne']);
    await office.connect(other.clientId);
    expect(await names()).toEqual([1, 'Autre']);
  });
});

describe('names that are nearly the same', () => {
  const looks = (rare: string, common: string) =>
    findNearSpellings([
      { name: common, clients: 30 },
      { name: rare, clients: 2 },
    ])[1]?.looksLike ?? null;

  it.each([
    ['bulletin', 'Bulletins'],
    ['Frais general', 'Frais généraux'],
    ['Factures-achat', 'Facture achats'],
    ['Achas', 'Achats'],
  ])('%s looks like %s', (rare, common) => {
    expect(looks(rare, common)).toBe(common);
  });

  it.each([
    ['2025', '2026'],
    ['Exercice 2025', 'Exercice 2026'],
    ['Achats', 'Ventes'],
    ['TVA', 'Paie'],
    ['01', '10'],
  ])('%s does not look like %s', (rare, common) => {
    expect(looks(rare, common)).toBeNull();
  });

  it('are told apart when both are common', () => {
    const both = findNearSpellings([
      { name: 'Vente', clients: 20 },
      { name: 'Ventes', clients: 30 },
    ]);
    expect(both.map(({ looksLike }) => looksLike)).toEqual([null, null]);
  });
});

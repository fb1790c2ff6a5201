import type { Connection, Rule, RuleClient, RulePreview } from '@navette/api';
import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { addInstallation, newOffice, type TestOffice } from './test-rules.ts';

const platform = await testPlatform([
  createScriptedPartner().connector,
  createScriptedPartner({ id: 'other', name: 'Autre' }).connector,
]);

async function preview(office: TestOffice, given: object, user = office.firm.admin): Promise<RulePreview> {
  const { status, body } = await office.call<RulePreview>('POST', '/rule-preview', given, user);
  expect(status).toBe(200);
  return body;
}

describe('a rule that somebody is about to add', () => {
  it('shows what it would find, with the clients that have the most', async () => {
    platform.setClock(new Date('2026-11-15T12:00:00Z'));
    const office = await newOffice(platform);
    const [one, two] = [await office.addConnected('Aubertin'), await office.addConnected('Bains')];
    await office.addConnected('Sans répertoire');
    await one.drop('/Paie/2026', 'a.pdf');
    for (const name of ['b.pdf', 'c.pdf']) await two.drop('/paie/2025', name);
    await two.drop('/paie/2026', 'd.pdf');
    expect(
      await preview(office, { sourcePath: ' paie / { Millesime }', archivePath: '/Archive/{millésime}' }),
    ).toEqual({
      sourcePath: '/paie/{millésime}',
      meansToday: '/paie/2026',
      archiveMeansToday: '/Archive/2026',
      ...{ clientsTotal: 3, clients: 2, documents: 4 },
      examples: [
        { clientId: two.clientId, clientName: 'Bains', path: '/paie/2025', documents: 3 },
        { clientId: one.clientId, clientName: 'Aubertin', path: '/Paie/2026', documents: 1 },
      ],
      ...{ problem: null, warnings: [] },
    });
    const { body } = await office.call<{ items: [] }>('GET', '/rules');
    expect(body.items).toEqual([]);
    platform.setClock(null);
  });

  it.each([
    [{ sourcePath: '/Achats/{mois}' }, 'rule_never_matches', 'sourcePath', null],
    [{ sourcePath: '/Achats', archivePath: '/A/{mois}' }, 'rule_never_matches', 'archivePath', '/Achats'],
    [
      { sourcePath: '/Achats', archivePath: '/A/{millésime}' },
      'rule_never_matches',
      'archivePath',
      '/Achats',
    ],
    [{ sourcePath: '/Achats', documentType: 'other' }, 'rule_type_refused', 'documentType', '/Achats'],
    [{ sourcePath: '/Achats', archivePath: '/achats/Fait' }, 'rule_feeds_itself', 'archivePath', '/Achats'],
  ])('%j would be refused: %s', async (given, code, field, sourcePath) => {
    const office = await newOffice(platform);
    expect(await preview(office, given)).toMatchObject({
      problem: { code, field, ruleId: null },
      sourcePath,
    });
  });

  it('names the rule that it conflicts with', async () => {
    const office = await newOffice(platform);
    const other = await addInstallation(office.firm, 'other');
    const { id } = await office.addRule('/Achats/{millésime}/{mois}');
    const archived = await other.addRule('/Ventes', {
      archivePath: '/Archive/Ventes',
      documentType: 'sales',
    });
    expect((await preview(office, { sourcePath: '/ACHATS/{Millesime}/{MOIS}' })).problem).toMatchObject({
      ...{ code: 'rule_exists', ruleId: id, field: 'sourcePath' },
    });
    expect((await preview(office, { sourcePath: '/Archive' })).problem).toMatchObject({
      ...{ code: 'rule_feeds_itself', ruleId: archived.id, field: 'sourcePath' },
    });
    expect(
      (await preview(other, { sourcePath: '/X', archivePath: '/Achats/2026/11' })).problem,
    ).toMatchObject({ code: 'rule_feeds_itself', ruleId: id, field: 'archivePath' });
  });

  it('is told what may surprise: nobody has the folder, another rule is more specific, another application takes it too', async () => {
    const office = await newOffice(platform);
    await office.addConnected('Aubertin');
    const other = await addInstallation(office.firm, 'other');
    await office.addRule('/Paie/{millésime}');
    await other.addRule('/Paie');
    const { problem, warnings } = await preview(office, { sourcePath: '/Paie/{millésime}/{mois}' });
    expect(problem).toBeNull();
    expect(warnings.map(({ fr }) => fr)).toEqual([
      expect.stringContaining('Aucun dossier connecté'),
      expect.stringContaining('plus précise que /Paie/{millésime}'),
      'Ces documents partent aussi vers Autre.',
    ]);
    const broad = await preview(office, { sourcePath: '/Paie' });
    expect(broad.warnings.map(({ en }) => en)).toContainEqual(
      'The rule /Paie/{millésime} is more specific: it keeps its documents.',
    );
  });

  it('waits for the type that its path names', async () => {
    const office = await newOffice(platform);
    const tree = await office.addConnected('Aubertin');
    await tree.drop('/Boîte/Facture d’achat', 'a.pdf');
    const path = { sourcePath: '/Boîte/{type}' };
    expect(await preview(office, path)).toMatchObject({ meansToday: '/Boîte/{type}', clients: 0 });
    expect(await preview(office, { ...path, documentType: 'purchase' })).toMatchObject({
      ...{ meansToday: "/Boîte/Facture d'achat", clients: 1, documents: 1 },
    });
  });
});

describe('the clients of a path', () => {
  it('are those that have the folder, or those that lack it, page by page, among those that one sees', async () => {
    const office = await newOffice(platform);
    const trees = [];
    for (const name of ['E', 'D', 'C', 'B', 'A']) trees.push(await office.addConnected(name));
    for (const tree of trees.slice(1)) await tree.drop('/Notes', 'a.pdf');
    await trees[2]?.drop('/Notes/vieux', 'b.pdf');
    const page = async (has: boolean, more: object = {}, user = office.firm.admin) => {
      const body = { sourcePath: '/notes', has, limit: 3, ...more };
      const answer = await office.call<{ items: RuleClient[]; next: string | null; total: number }>(
        ...(['POST', '/rule-preview/clients', body, user] as const),
      );
      return answer.body;
    };
    const first = await page(true);
    expect(first.items.map(({ clientName, documents }) => [clientName, documents])).toEqual([
      ['A', 1],
      ['B', 1],
      ['C', 2],
    ]);
    expect(first.total).toBe(4);
    const second = await page(true, { cursor: first.next });
    expect(second.items).toMatchObject([{ clientName: 'D', path: '/Notes' }]);
    expect(second.next).toBeNull();
    expect((await page(false)).items).toMatchObject([{ clientName: 'E', path: null, documents: 0 }]);
    const user = await office.firm.addUser('collaborator', [trees[0]?.clientId ?? '']);
    await limitToHisClients(platform, office.firm, user);
    expect((await page(true, {}, user)).items).toEqual([]);
    expect((await page(false, {}, user)).items).toMatchObject([{ clientName: 'E' }]);
  });
});

it('the clients of a rule for listed clients are those it lists, and no rule of another application shows any', async () => {
  const office = await newOffice(platform);
  const other = await addInstallation(office.firm, 'other');
  const listed = await office.addConnected('Listé');
  await (await office.addConnected('Autre')).drop('/Notes', 'b.pdf');
  await listed.drop('/Notes', 'a.pdf');
  const folder = { sourcePath: '/Notes', documentType: 'purchase', alsoConnected: false };
  const { rule } = (await office.call<{ rule: Rule }>('POST', '/folders', folder)).body;
  const connections = await office.call<{ items: Connection[] }>('GET', '/connections');
  const own = connections.body.items.find(({ clientId }) => clientId === listed.clientId);
  const { admin } = office.firm;
  await admin.call('PATCH', `${office.at}/connections/${own?.id}`, { ruleIds: [rule.id] });
  const ask = async (place: TestOffice, has: boolean, ruleId?: string) => {
    const body = { sourcePath: '/Notes', has, ruleId };
    return place.call<{ items: RuleClient[]; total: number }>('POST', '/rule-preview/clients', body);
  };
  expect((await ask(office, true)).body.total).toBe(2);
  expect((await ask(office, true, rule.id)).body).toMatchObject({
    ...{ total: 1, items: [{ clientName: 'Listé', documents: 1 }] },
  });
  expect((await ask(office, false, rule.id)).body).toMatchObject({ total: 0, items: [] });
  const forAll = await office.addRule('/Paie');
  expect((await ask(office, true, forAll.id)).body.total).toBe(2);
  expect((await ask(other, true, rule.id)).status).toBe(404);
});

it('nothing is shown of an application that is not there', async () => {
  const office = await newOffice(platform);
  await inFirm(platform.database.app, office.firm.id, (trx) =>
    trx
      .updateTable('installations')
      .set({ state: 'removed' })
      .where('id', '=', office.installationId)
      .execute(),
  );
  for (const path of ['/rules', '/paths', '/coverage', '/simulation', '/backfill'])
    expect((await office.call('GET', path)).status).toBe(404);
  expect((await office.call('POST', '/rule-preview', { sourcePath: '/A' })).status).toBe(404);
});

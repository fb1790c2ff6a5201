import type { Rule } from '@navette/api';
import type { KyselyPlugin } from 'kysely';
import { expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { listRules } from './list-rules.ts';
import { addManyClients } from './test-many-clients.ts';
import { newOffice, type TestOffice } from './test-rules.ts';

const platform = await testPlatform([createScriptedPartner().connector]);

async function list(office: TestOffice, user = office.firm.admin): Promise<Rule[]> {
  const { status, body } = await office.call<{ items: Rule[] }>('GET', '/rules', undefined, user);
  expect(status).toBe(200);
  return body.items;
}

it('says of each rule the paths it means today, the clients that have its folder and the documents there', async () => {
  platform.setClock(new Date('2026-11-15T12:00:00Z'));
  const office = await newOffice(platform);
  const [one, two] = [await office.addConnected('Aubertin'), await office.addConnected('Bains')];
  await (await office.addClient('Pas connecté')).drop('/Paie/2026', 'x.pdf');
  await one.drop('/Paie/2026', 'a.pdf');
  await one.drop('/Paie/2026/brouillons', 'b.pdf');
  await two.drop('/PAIE/2025', 'c.pdf');
  await two.drop('/Paie/2019', 'trop tard.pdf');
  await office.addRule('/Paie/{millésime}', {
    archivePath: '/Archive/{client}/{type}/{millésime}/{trimestre}'.replace('/{trimestre}', ''),
  });
  await office.addRule('/Paie/{millésime}/{trimestre}', { withSubfolders: false });
  expect(await list(office)).toMatchObject([
    {
      ...{ sourcePath: '/Paie/{millésime}', meansToday: '/Paie/2026', scope: 'all' },
      archiveMeansToday: "/Archive/{client}/Facture d'achat/2026",
      ...{ clientsTotal: 2, clients: 2, documents: 3 },
    },
    { meansToday: '/Paie/2026/T4', archiveMeansToday: null, clientsTotal: 2, clients: 0, documents: 0 },
  ]);
  platform.setClock(null);
});

it('follows documents that come and go, folders in the bin and clients that are archived', async () => {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  const other = await office.addConnected('Bains');
  await office.addRule('/Notes');
  await tree.drop('/Notes', 'a.pdf');
  const binned = await tree.drop('/Notes', 'b.pdf');
  await other.drop('/Notes', 'c.pdf');
  const counts = async () => (await list(office)).map(({ clients, documents }) => [clients, documents]);
  expect(await counts()).toEqual([[2, 3]]);
  const { admin, path } = office.firm;
  await admin.call('POST', `${path}/documents/bin`, { documentIds: [binned.id], isConfirmed: true });
  expect(await counts()).toEqual([[2, 2]]);
  await inFirm(platform.database.app, office.firm.id, (trx) =>
    trx
      .updateTable('clients')
      .set({ archived_at: new Date().toISOString() })
      .where('id', '=', other.clientId)
      .execute(),
  );
  expect(await list(office)).toMatchObject([{ clientsTotal: 1, clients: 1, documents: 1 }]);
});

it('counts {client} by the folder that bears the name of each, as folders can be called', async () => {
  const office = await newOffice(platform);
  const odd = await office.addConnected('Dupont / Fils : "Été"');
  const plain = await office.addConnected('Martin');
  await odd.drop('/Compta/Dupont _ Fils _ _Été_', 'a.pdf');
  await plain.drop('/compta/MARTIN/2026', 'b.pdf');
  await plain.drop('/Compta/Dupont', 'autre.pdf');
  await office.addRule('/Compta/{client}');
  expect(await list(office)).toMatchObject([
    { meansToday: '/Compta/{client}', clientsTotal: 2, clients: 2, documents: 2 },
  ]);
});

it('counts for a limited collaborator his clients alone', async () => {
  const office = await newOffice(platform);
  const [mine, other] = [await office.addConnected('A'), await office.addConnected('B')];
  await mine.drop('/Notes', 'a.pdf');
  await other.drop('/Notes', 'b.pdf');
  await office.addRule('/Notes');
  const user = await office.firm.addUser('collaborator', [mine.clientId]);
  await limitToHisClients(platform, office.firm, user);
  expect(await list(office, user)).toMatchObject([{ clientsTotal: 1, clients: 1, documents: 1 }]);
  expect(await list(office)).toMatchObject([{ clientsTotal: 2, clients: 2, documents: 2 }]);
});

it('counts of a rule for listed clients only those', async () => {
  const office = await newOffice(platform);
  const one = await office.addConnected('A');
  await one.drop('/Notes', 'a.pdf');
  const folder = { sourcePath: '/Notes', documentType: 'expense', alsoConnected: true };
  await office.call('POST', '/folders', folder);
  const later = await office.addConnected('B');
  await later.drop('/Notes', 'b.pdf');
  expect(await list(office)).toMatchObject([{ scope: 'listed', clientsTotal: 1, clients: 1, documents: 1 }]);
});

it('reads 300 clients in as many statements as two', async () => {
  platform.setClock(new Date('2026-11-15T12:00:00Z'));
  const statements = async (clients: number) => {
    const office = await newOffice(platform);
    await office.addRule('/Achats/{millésime}/{mois}');
    await office.addRule('/Achats/{millésime}', { withSubfolders: false, documentType: 'sales' });
    await office.addRule('/Ventes', { documentType: 'sales' });
    await office.addRule('/Clients/{client}');
    await addManyClients(platform, office, clients, 3);
    let count = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        count++;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const { firm, installationId } = office;
    const caller = { firmId: firm.id, role: 'admin' } as Parameters<typeof listRules>[2];
    const rules = await inFirm(platform.database.app, firm.id, (trx) =>
      listRules(platform, trx.withPlugin(counting), caller, installationId),
    );
    return { count, rules };
  };
  const few = await statements(2);
  const many = await statements(300);
  expect(many.count).toBe(few.count);
  expect(many.count).toBeLessThanOrEqual(8);
  // From November 2025 to November 2026 of the months; the years 2025 and 2026; everything below.
  expect(many.rules.map(({ clients, documents }) => [clients, documents])).toEqual([
    [300, 300 * 3 * 13],
    [300, 0],
    [300, 300 * 3 * 24],
    [0, 0],
  ]);
  platform.setClock(null);
});

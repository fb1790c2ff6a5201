import type { RuleSimulation } from '@navette/api';
import { expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { limitToHisClients } from '../testing/test-documents.ts';
import { distinctPdf } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { newOffice, setFirm } from './test-rules.ts';

const platform = await testPlatform([
  createScriptedPartner({ limits: { maxBytes: 400, mediaTypes: ['application/pdf'] } }).connector,
]);

it('tells what the present rules would have done, each document in the period of its own receipt', async () => {
  const office = await newOffice(platform);
  await setFirm(platform, office.firm, { grace_months: 0 });
  const [one, two] = [await office.addConnected('Aubertin'), await office.addConnected('Bains')];
  // 23:30 on the 30th of September in London, October in Paris.
  platform.setClock(new Date('2026-09-30T22:30:00Z'));
  await one.drop('/Paie/2026/10', 'a.pdf');
  await one.drop('/Paie/2026/09', 'trop tard.pdf');
  platform.setClock(new Date('2026-11-15T12:00:00Z'));
  await two.drop('/Paie/2026/11', 'b.pdf');
  await two.drop('/Paie/2026/11', 'lourd.pdf', distinctPdf('x'.repeat(500)));
  await two.drop('/Paie/2026/11', 'image.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await two.drop('/Ailleurs/2026', 'c.pdf');
  await (await office.addClient('Pas connecté')).drop('/Paie/2026/11', 'd.pdf');
  const { id } = await office.addRule('/Paie/{millésime}/{mois}');
  const simulate = async (query = '', user = office.firm.admin) =>
    (await office.call<RuleSimulation>('GET', `/simulation${query}`, undefined, user)).body;
  const all = await simulate();
  expect(all).toMatchObject({
    // Ninety days, today included, from midnight in Paris.
    from: '2026-08-17T22:00:00.000Z',
    ...{ received: 6, taken: 5, outsidePeriod: 1, refused: 2, left: 1 },
    byRule: [{ ruleId: id, documents: 5, clients: 2 }],
    leftIn: [{ path: '/Ailleurs/{millésime}', documents: 1 }],
  });
  expect(all.byDay).toHaveLength(90);
  expect(all.byDay.filter(({ taken, left }) => taken + left > 0)).toEqual([
    { day: '2026-10-01', taken: 2, left: 0 },
    { day: '2026-11-15', taken: 3, left: 1 },
  ]);
  expect(await simulate('?days=1')).toMatchObject({ received: 4, taken: 3, left: 1 });
  const user = await office.firm.addUser('collaborator', [one.clientId]);
  await limitToHisClients(platform, office.firm, user);
  expect(await simulate('', user)).toMatchObject({ received: 2, taken: 2, left: 0 });
  platform.setClock(null);
});

it('counts a document where it was dropped, not where it was archived', async () => {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  const { id } = await office.addRule('/Paie', { archivePath: '/Fait' });
  const document = await tree.drop('/Paie', 'a.pdf');
  const folder = await tree.folder('/Fait');
  await inFirm(platform.database.app, office.firm.id, async (trx) => {
    const { folder_id } = await trx
      .selectFrom('documents')
      .select('folder_id')
      .where('id', '=', document.id)
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('documents')
      .set({ folder_id: folder.id, source_folder_id: folder_id, archived_at: new Date().toISOString() })
      .where('id', '=', document.id)
      .execute();
  });
  const { body } = await office.call<RuleSimulation>('GET', '/simulation');
  expect(body).toMatchObject({ taken: 1, left: 0, byRule: [{ ruleId: id }] });
});

import type { AuditEntry } from '@navette/api';
import { expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { deliveriesOf, ledgerOf, setState } from '../testing/test-documents.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { newOffice } from './test-rules.ts';

const platform = await testPlatform([createScriptedPartner().connector]);

it('removing a rule asks first how many deliveries it would cancel, then cancels them and no other', async () => {
  const office = await newOffice(platform);
  const tree = await office.addConnected('Aubertin');
  const rule = await office.addRule('/Achats');
  await office.addRule('/Ventes', { documentType: 'sales' });
  const [waiting, held, done, other] = [
    await tree.drop('/Achats', 'a.pdf'),
    await tree.drop('/Achats', 'b.pdf'),
    await tree.drop('/Achats', 'c.pdf'),
    await tree.drop('/Ventes', 'd.pdf'),
  ];
  await setState(platform, office.firm, held.id, 'held');
  await setState(platform, office.firm, done.id, 'delivered');
  const at = `/rules/${rule.id}`;
  expect(await office.call('DELETE', at)).toMatchObject({
    status: 409,
    body: { code: 'removal_cancels_deliveries', fr: expect.stringContaining('annulés\u00a0: 2') },
  });
  expect((await office.call<{ items: [] }>('GET', '/rules')).body.items).toHaveLength(2);
  const counted = await ledgerOf(office.firm, async () =>
    expect(await office.call('DELETE', `${at}?isConfirmed=true`)).toMatchObject({
      ...{ status: 200, body: { cancelled: 2 } },
    }),
  );
  expect(counted).toEqual({ onTheWay: -1, held: -1, cancelled: 2 });
  const stateOf = async ({ id }: { id: string }) =>
    (await deliveriesOf(platform, office.firm, id)).map(({ state }) => state);
  expect(await Promise.all([waiting, held, done, other].map(stateOf))).toEqual([
    ...[['cancelled'], ['cancelled'], ['delivered'], ['waiting']],
  ]);
  const { admin, path } = office.firm;
  const audit = await admin.call<{ items: AuditEntry[] }>('GET', `${path}/audit`);
  expect(audit.body.items).toContainEqual(
    expect.objectContaining({ action: 'rule.removed', details: expect.objectContaining({ cancelled: 2 }) }),
  );
  expect((await office.call('DELETE', at)).status).toBe(404);
  const again = await office.call('POST', '/rules', { sourcePath: '/Achats', documentType: 'purchase' });
  expect(again.status).toBe(201);
});

it('a rule that nothing waits for is removed at once', async () => {
  const office = await newOffice(platform);
  const rule = await office.addRule('/Achats');
  expect(await office.call('DELETE', `/rules/${rule.id}`)).toMatchObject({
    status: 200,
    body: { cancelled: 0 },
  });
});

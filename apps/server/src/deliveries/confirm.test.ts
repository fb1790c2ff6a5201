import type { Delivery } from '@navette/api';
import { afterAll, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createLog } from '../log.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { treeOf } from '../testing/test-documents.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { confirmDeliveries } from './confirm.ts';
import { startWorker } from './worker.ts';

const partner = createScriptedPartner({ id: 'polled', confirmation: 'poll' });
const platform = await testPlatform(
  [partner.connector],
  { confirmDelaysMs: [3_600_000] },
  { log: createLog('error', () => {}) },
);
const worker = startWorker(platform);
afterAll(() => worker.stop());

/** A document that its partner has, and has booked. */
async function acceptedDelivery() {
  const firm = await testFirm(platform);
  const client = await firm.addClient('Aubertin');
  const installation = await firm.connect('polled', client.id, { sourcePath: '/Dépôt' });
  await treeOf(firm, client).drop('/Dépôt', 'a.pdf');
  const read = async () => {
    const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
    return body.items[0];
  };
  const { id } = await waitFor(async () => {
    const delivery = await read();
    return delivery?.state === 'accepted' ? delivery : null;
  });
  partner.fates.set(`ref-${id}`, { state: 'confirmed', partnerStatus: 'OK', booked: true });
  return { firmId: firm.id, id, laneId: '', installationId: installation.id, read };
}

it('asks the other partners although one of them cannot be asked at all', async () => {
  const [broken, good] = [await acceptedDelivery(), await acceptedDelivery()];
  await inFirm(platform.database.app, broken.firmId, (trx) =>
    trx
      .updateTable('installations')
      .set({ credentials: Buffer.from('illisible') })
      .execute(),
  );
  await confirmDeliveries(platform, [broken, good], new AbortController().signal);
  expect(await good.read()).toMatchObject({ state: 'delivered' });
  expect(await broken.read()).toMatchObject({ state: 'accepted' });
});

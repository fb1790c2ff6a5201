/** How long a partner's "none" is not believed. No worker runs here, and the clock is the test's. */
import { randomUUID } from 'node:crypto';
import type { Delivery } from '@navette/api';
import { beforeEach, describe, expect, it } from 'vitest';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { type Claimed, claimDeliveries } from './claim.ts';
import { lookUpDelivery } from './look-up.ts';
import { sendDelivery } from './send.ts';

const requestTimeoutMs = 30_000;
const partner = createScriptedPartner({ requestTimeoutMs });
const platform = await testPlatform([partner.connector], { nonesBeforeResend: 3, nonesOverMs: 120_000 });
const firm = await testFirm(platform);
const client = await firm.addClient('Menuiserie Aubertin');
await firm.connect('scripted', client.id);
const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));
const never = new AbortController().signal;

let sentAt: Date;
let unknown: Claimed;

beforeEach(async () => {
  partner.received.length = 0;
  partner.finds = 0;
  sentAt = new Date();
  platform.setClock(sentAt);
  await firm.admin.upload(`${firm.path}/folders/${folder?.id}/documents?name=a.pdf`, distinctPdf());
  const [claimed] = await claimDeliveries(platform.database.queue, 1, randomUUID(), 60_000, sentAt);
  if (claimed === undefined) throw new Error('Nothing was ready');
  unknown = claimed;
});

/** Asks the partner, so long after the request. @returns the delivery as it is then */
async function askAfter(ms: number): Promise<Delivery> {
  platform.setClock(new Date(sentAt.getTime() + ms));
  await lookUpDelivery(platform, unknown, never);
  const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
  const found = body.items.find(({ id }) => id === unknown.id);
  if (!found) throw new Error(`No delivery ${unknown.id}`);
  return found;
}

describe('a document that the partner says it does not have', () => {
  it('waits for three such answers, after any request of ours must have ended', async () => {
    partner.orders.push({ kind: 'lose-both' });
    await sendDelivery(platform, unknown, never);
    const states: string[] = [];
    for (const ms of [0, requestTimeoutMs - 1, 60_000, 120_000]) states.push((await askAfter(ms)).state);
    expect(states).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(await askAfter(180_000)).toMatchObject({ state: 'waiting', tries: 1 });
    expect(partner.finds).toBe(5);
    expect(partner.received).toHaveLength(0);
  });

  it('is believed at once when it says that it has the document', async () => {
    partner.orders.push({ kind: 'lose-answer' });
    await sendDelivery(platform, unknown, never);
    expect(await askAfter(0)).toMatchObject({ state: 'delivered', partnerRef: `ref-${unknown.id}` });
    expect(partner.received).toHaveLength(1);
  });
});

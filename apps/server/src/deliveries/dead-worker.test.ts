/** What is left when the process that calls a partner dies, or comes back after its lease was taken away. No worker runs here. */
import { randomUUID } from 'node:crypto';
import type { Delivery } from '@navette/api';
import { beforeEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { distinctPdf, testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';
import { type Claimed, claimDeliveries } from './claim.ts';
import { takeBackExpiredLeases } from './leases.ts';
import { sendDelivery } from './send.ts';

// Nobody extends a lease: each ends as soon as it is taken.
const leaseMs = 1;
const partner = createScriptedPartner({ requestTimeoutMs: 60_000 });
const platform = await testPlatform([partner.connector], { heartbeatMs: 60_000 });
const firm = await testFirm(platform);
const client = await firm.addClient('Menuiserie Aubertin');
await firm.connect('scripted', client.id);
const folder = client.folders.find(({ path }) => /^\/Achats\/\d{4}\/\d{2}$/.test(path));

beforeEach(() => {
  partner.received.length = 0;
  partner.orders.length = 0;
});

async function dropAndClaim(): Promise<Claimed> {
  await firm.admin.upload(`${firm.path}/folders/${folder?.id}/documents?name=a.pdf`, distinctPdf());
  const claimed = await claimDeliveries(platform.database.queue, 1, randomUUID(), leaseMs, platform.clock());
  const [first] = claimed;
  if (first === undefined) throw new Error('Nothing was ready');
  return first;
}

/** Begins to send, up to the moment when the partner has the request in hand. */
async function sendUntilCalled(claimed: Claimed): Promise<{ answer(): Promise<void> }> {
  const released = Promise.withResolvers<void>();
  partner.orders.push({ kind: 'hang', until: released.promise });
  const sending = sendDelivery(platform, claimed, new AbortController().signal);
  await waitFor(async () => partner.orders.length === 0);
  return {
    answer() {
      released.resolve();
      return sending;
    },
  };
}

async function find({ id }: Claimed): Promise<Delivery> {
  const { body } = await firm.admin.call<{ items: Delivery[] }>('GET', `${firm.path}/deliveries`);
  const found = body.items.find((each) => each.id === id);
  if (!found) throw new Error(`No delivery ${id}`);
  return found;
}

function countOpenAttempts({ id }: Claimed): Promise<number> {
  return inFirm(platform.database.app, firm.id, async (trx) => {
    const attempts = trx.selectFrom('attempts').select('number').where('delivery_id', '=', id);
    return (await attempts.where('ended_at', 'is', null).execute()).length;
  });
}

async function takeBackAll(): Promise<void> {
  await waitFor(async () => (await takeBackExpiredLeases(platform.database.queue, platform.clock())) > 0);
}

describe('a worker that calls a partner', () => {
  it('has its attempt on record before the partner hears of the document', async () => {
    const claimed = await dropAndClaim();
    const call = await sendUntilCalled(claimed);
    expect(await countOpenAttempts(claimed)).toBe(1);
    await call.answer();
    expect(await countOpenAttempts(claimed)).toBe(0);
    expect(await find(claimed)).toMatchObject({ state: 'delivered', tries: 1 });
  });

  it('leaves, when it dies, an outcome that is not known: never a delivery that waits', async () => {
    const claimed = await dropAndClaim();
    const call = await sendUntilCalled(claimed);
    await takeBackAll();
    expect((await find(claimed)).state).toBe('unknown');
    const again = await claimDeliveries(platform.database.queue, 1, randomUUID(), leaseMs, platform.clock());
    expect(again).toEqual([]);
    await call.answer();
  });

  it('changes nothing by an answer that comes after its lease was taken away', async () => {
    const claimed = await dropAndClaim();
    const call = await sendUntilCalled(claimed);
    await takeBackAll();
    await call.answer();
    expect(partner.received).toHaveLength(1);
    expect(await find(claimed)).toMatchObject({ state: 'unknown', tries: 0 });
    expect(await countOpenAttempts(claimed)).toBe(1);
  });
});

it('a worker that died before it called the partner costs nothing: the delivery waits again', async () => {
  const claimed = await dropAndClaim();
  await takeBackAll();
  expect(await find(claimed)).toMatchObject({ state: 'waiting', tries: 0 });
  expect(await countOpenAttempts(claimed)).toBe(0);
});

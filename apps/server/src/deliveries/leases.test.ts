import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { type Lane, laneOf, queueDeliveries } from '../testing/queued-deliveries.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { type Claimed, claimDeliveries } from './claim.ts';
import { extendLease, holdForgotten, releaseForgotten, takeBackExpiredLeases } from './leases.ts';

const platform = await testPlatform([createScriptedPartner().connector]);
const { queue } = platform.database;
const now = new Date('2026-11-20T10:00:00Z');
const lane: Lane = await laneOf(platform, await testFirm(platform), 'scripted');

beforeEach(async () => {
  await inFirm(platform.database.app, lane.firmId, async (trx) => {
    const free = trx.updateTable('deliveries').set({ state: 'waiting', lease: null, lease_until: null });
    await free.where('state', 'in', ['sending', 'unknown']).execute();
    await trx.updateTable('deliveries').set({ state: 'cancelled' }).where('state', '=', 'waiting').execute();
  });
});

async function claimOne(leaseMs: number): Promise<Claimed> {
  await queueDeliveries(platform, lane, 1, now);
  await platform.wake.lanes(lane.firmId, [lane.laneId], now);
  const [claimed] = await claimDeliveries(queue, 1, randomUUID(), leaseMs, now);
  if (!claimed) throw new Error('Nothing was claimed');
  return claimed;
}

async function openAttempt({ firmId, id, lease }: Claimed, ended: boolean): Promise<void> {
  const started_at = now.toISOString();
  await inFirm(platform.database.app, firmId, (trx) =>
    trx
      .insertInto('attempts')
      .values({
        ...{ firm_id: firmId, delivery_id: id, number: 1, lease, started_at },
        ...(ended ? { ended_at: started_at, outcome: 'failed' } : {}),
      })
      .execute(),
  );
}

function look({ firmId, id }: Claimed) {
  return inFirm(platform.database.app, firmId, (trx) =>
    trx
      .selectFrom('deliveries')
      .select(['state', 'code', 'lease', 'worker_deaths', 'tries', 'check_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );
}

describe('a lease that ended', () => {
  it('without an attempt goes back to waiting: the partner was not called, no worker died', async () => {
    const claimed = await claimOne(-1);
    expect(await takeBackExpiredLeases(queue, now)).toBe(1);
    expect(await look(claimed)).toMatchObject({
      state: 'waiting',
      lease: null,
      worker_deaths: 0,
      tries: 0,
      code: null,
    });
  });

  it('with an open attempt becomes unknown, to be looked up at once: one worker death', async () => {
    const claimed = await claimOne(-1);
    await openAttempt(claimed, false);
    expect(await takeBackExpiredLeases(queue, now)).toBe(1);
    const after = await look(claimed);
    expect(after).toMatchObject({ state: 'unknown', lease: null, worker_deaths: 1, code: 'outcome_unknown' });
    expect(new Date(after.check_at ?? '')).toEqual(now);
  });

  it('with an attempt that was closed, or of an earlier lease, goes back to waiting', async () => {
    const closed = await claimOne(-1);
    await openAttempt(closed, true);
    const earlier = await claimOne(-1);
    await openAttempt({ ...earlier, lease: randomUUID() }, false);
    expect(await takeBackExpiredLeases(queue, now)).toBe(2);
    for (const each of [closed, earlier]) expect((await look(each)).state).toBe('waiting');
  });

  it('is taken back once by several workers together', async () => {
    const claimed = await claimOne(-1);
    await openAttempt(claimed, false);
    const taken = await Promise.all(Array.from({ length: 5 }, () => takeBackExpiredLeases(queue, now)));
    expect(taken.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await look(claimed)).worker_deaths).toBe(1);
  });

  it('can no longer be extended once taken back', async () => {
    const claimed = await claimOne(-1);
    await takeBackExpiredLeases(queue, now);
    expect(await extendLease(queue, claimed.id, claimed.lease, 60_000)).toBe(false);
  });
});

describe('a lease that runs', () => {
  it('is left alone, and extended by the worker that holds it alone', async () => {
    const claimed = await claimOne(60_000);
    expect(await extendLease(queue, claimed.id, randomUUID(), 60_000)).toBe(false);
    expect(await extendLease(queue, claimed.id, claimed.lease, 60_000)).toBe(true);
    expect(await takeBackExpiredLeases(queue, now)).toBe(0);
    expect((await look(claimed)).state).toBe('sending');
  });
});

describe('a delivery that came while its application was being stopped', () => {
  it('is held like the others, and let go with them once the application works', async () => {
    const [id = ''] = await queueDeliveries(platform, lane, 1, now);
    const setLane = (state: 'open' | 'closed') =>
      inFirm(platform.database.app, lane.firmId, (trx) =>
        trx.updateTable('lanes').set({ state }).where('id', '=', lane.laneId).execute(),
      );
    const stateOf = async () => (await look({ ...lane, id, lease: '' })).state;
    expect(await holdForgotten(queue)).toBe(0);
    await setLane('closed');
    expect(await holdForgotten(queue)).toBe(1);
    expect(await stateOf()).toBe('held');
    expect(await releaseForgotten(queue)).toBe(0);
    await setLane('open');
    expect(await releaseForgotten(queue)).toBe(1);
    expect(await stateOf()).toBe('waiting');
  });
});

import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { type Lane, laneOf, queueDeliveries } from '../testing/queued-deliveries.ts';
import { createScriptedPartner, scriptedManifest } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { type Claimed, claimDeliveries } from './claim.ts';
import { wakeSleepingLanes } from './leases.ts';

const rate = { ...scriptedManifest.rate, concurrency: 5 };
const platform = await testPlatform([
  createScriptedPartner({ rate }).connector,
  createScriptedPartner({ id: 'other', rate }).connector,
]);
const { queue } = platform.database;
const now = new Date('2026-11-20T10:00:00Z');
const leaseMs = 60_000;

/** Two lanes of one firm, one of another. */
async function newLanes(): Promise<[Lane, Lane, Lane]> {
  const [one, two] = [await testFirm(platform), await testFirm(platform)];
  return [
    await laneOf(platform, one, 'scripted'),
    await laneOf(platform, one, 'other'),
    await laneOf(platform, two, 'scripted'),
  ];
}

const lanes = await newLanes();
const [lane, , otherFirms] = lanes;

function claim(count: number, at = now): Promise<Claimed[]> {
  return claimDeliveries(queue, count, randomUUID(), leaseMs, at);
}

function wake(lane: Lane, at = now): Promise<void> {
  return platform.wake.lanes(lane.firmId, [lane.laneId], at);
}

async function leasedIn(laneId: string): Promise<number> {
  const { rows } = await queue.query<{ count: number }>(
    `select count(*)::integer as count from deliveries where lane_id = $1::uuid and state = 'sending'`,
    [laneId],
  );
  return rows[0]?.count ?? 0;
}

/** Ends what was claimed, as a settled delivery would. */
async function end(claimed: readonly Claimed[]): Promise<void> {
  for (const { firmId, id } of claimed)
    await inFirm(platform.database.app, firmId, (trx) =>
      trx
        .updateTable('deliveries')
        .set({ state: 'delivered', lease: null, lease_until: null })
        .where('id', '=', id)
        .execute(),
    );
}

async function empty(): Promise<void> {
  await queue.query(
    `update deliveries set state = 'waiting', lease = null, lease_until = null where state = 'sending'`,
  );
  await queue.query(`update deliveries set state = 'cancelled' where state = 'waiting'`);
  await queue.query(`update lanes set next_ready_at = 'infinity'`);
}

beforeEach(empty);

describe('several workers on one queue', () => {
  it('claim each of 1,000 deliveries exactly once, and never more of a lane than its places', async () => {
    const wanted: string[] = [];
    for (const [index, lane] of lanes.entries()) {
      wanted.push(...(await queueDeliveries(platform, lane, index === 0 ? 600 : 200, now)));
      await wake(lane);
    }
    const claimed: string[] = [];
    const tooMany: number[] = [];
    let ended = 0;
    const worker = async () => {
      while (ended < wanted.length) {
        const taken = await claim(8);
        claimed.push(...taken.map(({ id }) => id));
        for (const laneId of new Set(taken.map((each) => each.laneId))) {
          const leased = await leasedIn(laneId);
          if (leased > rate.concurrency) tooMany.push(leased);
        }
        await end(taken);
        ended += taken.length;
        // A lane that the last claim found empty for the moment sleeps; the patrol looks again.
        if (taken.length === 0) await wakeSleepingLanes(queue, now);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(tooMany).toEqual([]);
    expect(claimed).toHaveLength(wanted.length);
    expect(new Set(claimed)).toEqual(new Set(wanted));
  });

  it('that ask at the same instant share the places of a lane', async () => {
    for (let round = 0; round < 20; round++) {
      await empty();
      await queueDeliveries(platform, lane, 50, now);
      await wake(lane);
      const taken = (await Promise.all(Array.from({ length: 5 }, () => claim(50)))).flat();
      expect(taken.length).toBe(rate.concurrency);
    }
  });
});

describe('a claim', () => {
  it('takes of each lane what its free places hold, and no more than was asked for', async () => {
    for (const each of lanes) {
      await queueDeliveries(platform, each, 10, now);
      await wake(each);
    }
    expect(await claim(100)).toHaveLength(3 * rate.concurrency);
    expect(await claim(100)).toHaveLength(0);
    await empty();
    await queueDeliveries(platform, lane, 10, now);
    await wake(lane);
    expect(await claim(2)).toHaveLength(2);
  });

  it('serves the lane that waited longest first', async () => {
    for (const each of [lane, otherFirms]) {
      await queueDeliveries(platform, each, 10, now);
      await wake(each);
    }
    const turns = [await claim(1), await claim(1), await claim(1), await claim(1)].flat();
    expect(new Set(turns.slice(0, 2).map(({ firmId }) => firmId)).size).toBe(2);
    expect(turns.map(({ firmId }) => firmId).slice(2)).toEqual(turns.map(({ firmId }) => firmId).slice(0, 2));
  });

  it('leaves alone what is not ready, a lane that is closed or paused, and a suspended firm', async () => {
    const [later, closed, paused] = await newLanes();
    const suspended = await laneOf(platform, await testFirm(platform), 'scripted');
    const soon = new Date(now.getTime() + 60_000);
    await queueDeliveries(platform, later, 3, soon);
    for (const lane of [closed, paused, suspended]) await queueDeliveries(platform, lane, 3, now);
    for (const lane of [later, closed, paused, suspended]) await wake(lane);
    await inFirm(platform.database.app, closed.firmId, (trx) =>
      trx.updateTable('lanes').set({ state: 'closed' }).where('id', '=', closed.laneId).execute(),
    );
    await queue.query('update lanes set not_before = $2 where id = $1', [paused.laneId, soon.toISOString()]);
    await inFirm(platform.database.app, suspended.firmId, (trx) =>
      trx.updateTable('firms').set({ state: 'suspended' }).where('id', '=', suspended.firmId).execute(),
    );
    expect(await claim(100)).toEqual([]);
    const taken = await claim(100, soon);
    expect(new Set(taken.map(({ laneId }) => laneId))).toEqual(new Set([later.laneId, paused.laneId]));
  });
});

describe('a lane that sleeps', () => {
  it('is woken by who adds to it, and by the patrol when that was forgotten', async () => {
    expect(await claim(10)).toEqual([]);
    await queueDeliveries(platform, lane, 1, now);
    expect(await claim(10)).toEqual([]);
    await wake(lane);
    expect(await claim(10)).toHaveLength(1);
    expect(await claim(10)).toEqual([]);
    await queueDeliveries(platform, lane, 1, now);
    expect(await claim(10)).toEqual([]);
    await wakeSleepingLanes(queue, now);
    expect(await claim(10)).toHaveLength(1);
  });

  it('sleeps until its next delivery is ready', async () => {
    const soon = new Date(now.getTime() + 5_000);
    await queueDeliveries(platform, lane, 1, soon);
    await wake(lane);
    expect(await claim(10)).toEqual([]);
    const { rows } = await queue.query<{ at: string }>(
      'select next_ready_at as at from lanes where id = $1',
      [lane.laneId],
    );
    expect(new Date(rows[0]?.at ?? '')).toEqual(soon);
    expect(await claim(10, soon)).toHaveLength(1);
  });
});

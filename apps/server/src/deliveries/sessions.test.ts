import { describe, expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { createScriptedPartner } from '../testing/scripted-partner.ts';
import { testFirm } from '../testing/test-firm.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { waitFor } from '../testing/wait-for.ts';

const partner = createScriptedPartner();
const platform = await testPlatform([partner.connector]);
const now = new Date('2026-11-21T09:00:00.000Z');
platform.setClock(now);
const firm = await testFirm(platform);
await firm.connect('scripted', (await firm.addClient('Aubertin')).id);

function readLane() {
  return inFirm(platform.database.app, firm.id, (trx) =>
    trx
      .selectFrom('lanes')
      .innerJoin('installations', (join) =>
        join
          .onRef('installations.firm_id', '=', 'lanes.firm_id')
          .onRef('installations.id', '=', 'lanes.installation_id'),
      )
      .select(['lanes.id as laneId', 'lanes.not_before as notBefore', 'application', 'credentials'])
      .select('installations.id as installationId')
      .executeTakeFirstOrThrow(),
  );
}

/** The same credentials, as a renewal would write them. */
function sealAnew() {
  return inFirm(platform.database.app, firm.id, async (trx) => {
    const { installationId } = await readLane();
    const place = `installations/${installationId}/credentials`;
    return platform.keys.sealForFirm(trx, firm.id, place, JSON.stringify({ secret: 'nouveau' }));
  });
}

describe('a session', () => {
  it('is one for all deliveries of an application', async () => {
    const owner = { firmId: firm.id, ...(await readLane()) };
    const [one, two] = await inFirm(platform.database.app, firm.id, async (trx) => [
      await platform.sessions.forInstallation(trx, owner),
      await platform.sessions.forInstallation(trx, owner),
    ]);
    expect(one).toBe(two);
  });

  it('is opened once for deliveries that begin together, as after a start', async () => {
    const owner = { firmId: firm.id, ...(await readLane()), credentials: await sealAnew() };
    const before = partner.opened.length;
    const ask = (credentials: Uint8Array) =>
      inFirm(platform.database.app, firm.id, (trx) => {
        const asked = [1, 2, 3].map(() => platform.sessions.forInstallation(trx, { ...owner, credentials }));
        return Promise.all(asked);
      });
    expect(new Set(await ask(owner.credentials)).size).toBe(1);
    expect(partner.opened.length).toBe(before + 1);
    // One that cannot be opened is not kept.
    const unreadable = Uint8Array.from(owner.credentials, (byte, index) => (index > 40 ? byte ^ 1 : byte));
    await expect(ask(unreadable)).rejects.toThrow();
    expect(await ask(owner.credentials)).toHaveLength(3);
  });

  it('lets its lane wait when the partner says that no request remains, longer and never shorter', async () => {
    const { context } = partner.opened.at(-1) ?? {};
    const waits = (seconds: number) =>
      waitFor(async () => {
        const { notBefore } = await readLane();
        return new Date(notBefore).getTime() === now.getTime() + seconds * 1_000 || null;
      });
    context?.noteRate({ remaining: 0, resetMs: 20_000 });
    await waits(20);
    context?.noteRate({ remaining: 0, resetMs: 5_000 });
    context?.noteRate({ remaining: 3, resetMs: 60_000 });
    context?.noteRate({ remaining: 0, resetMs: 30_000 });
    await waits(30);
  });

  it('that tries credentials belongs to no lane', () => {
    const session = platform.sessions.forTrial(firm.id, 'scripted', { secret: 'x' });
    const { context } = partner.opened.at(-1) ?? {};
    expect(() => context?.noteRate({ remaining: 0, resetMs: 1 })).not.toThrow();
    return session.close();
  });
});

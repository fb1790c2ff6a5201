import { deliveryStates, deliveryTransitions } from '@navette/model';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inFirm } from '../database/tenancy.ts';
import { laneOf, queueDeliveries } from './queued-deliveries.ts';
import { createScriptedPartner } from './scripted-partner.ts';
import { testFirm } from './test-firm.ts';
import { testPlatform } from './test-platform.ts';

const platform = await testPlatform([createScriptedPartner().connector]);
const lane = await laneOf(platform, await testFirm(platform), 'scripted');
const [id = ''] = await queueDeliveries(platform, lane, 1, new Date());

function move(state: (typeof deliveryStates)[number], isFree: boolean) {
  return inFirm(platform.database.app, lane.firmId, async (trx) => {
    if (isFree) await sql`select set_config('navette.any_transition', 'yes', true)`.execute(trx);
    await trx
      .updateTable('deliveries')
      .set({
        state,
        held_reason: state === 'held' ? 'manual' : null,
        lease: state === 'sending' ? lane.laneId : null,
        code: 'outcome_unknown',
      })
      .where('id', '=', id)
      .execute();
  });
}

it('every test of the platform refuses a change of state that the model does not name, and no other', async () => {
  for (const from of deliveryStates)
    for (const to of deliveryStates) {
      await move(from, true);
      const isAllowed = from === to || deliveryTransitions[from].includes(to);
      const moved = move(to, false).then(
        () => true,
        (error: Error) => !error.message.includes(`from ${from} to ${to}`),
      );
      expect(await moved, `${from} → ${to}`).toBe(isAllowed);
    }
});

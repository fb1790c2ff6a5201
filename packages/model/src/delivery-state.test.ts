import { describe, expect, it } from 'vitest';
import {
  archivableStates,
  type DeliveryState,
  deliveryStates,
  deliveryTransitions,
  onTheWayStates,
} from './delivery-state.ts';

/** The states that can follow one, in any number of steps. */
function reachableFrom(first: DeliveryState): Set<DeliveryState> {
  const reached = new Set<DeliveryState>([first]);
  for (const state of reached) for (const next of deliveryTransitions[state]) reached.add(next);
  return reached;
}

describe('the states of a delivery', () => {
  it('all have their ways out, to states that exist, and none to itself', () => {
    expect(Object.keys(deliveryTransitions).sort()).toEqual([...deliveryStates].sort());
    for (const state of deliveryStates) {
      expect(deliveryStates).toEqual(expect.arrayContaining([...deliveryTransitions[state]]));
      expect(deliveryTransitions[state]).not.toContain(state);
    }
  });

  it('can all be reached from `waiting`, and only `cancelled` is the end of all', () => {
    expect([...reachableFrom('waiting')].sort()).toEqual([...deliveryStates].sort());
    expect(deliveryStates.filter((state) => deliveryTransitions[state].length === 0)).toEqual(['cancelled']);
  });

  it('lead to the partner through `sending` alone: nothing is accepted that was not sent', () => {
    for (const state of ['waiting', 'held'] as const) {
      expect(deliveryTransitions[state]).not.toContain('accepted');
      expect(deliveryTransitions[state]).not.toContain('delivered');
    }
    expect(deliveryStates.filter((state) => deliveryTransitions[state].includes('sending'))).toEqual([
      'waiting',
    ]);
    expect(deliveryStates.filter((state) => deliveryTransitions[state].includes('unknown'))).toEqual([
      'sending',
    ]);
  });

  it('never put back to `waiting` what the partner has', () => {
    for (const state of ['accepted', 'delivered'] as const)
      expect(deliveryTransitions[state]).not.toContain('waiting');
  });

  it('that are on the way wait for no person', () => {
    expect(
      onTheWayStates.filter((state) =>
        ['held', 'undelivered', 'delivered', 'duplicate', 'cancelled'].includes(state),
      ),
    ).toEqual([]);
  });

  it('that let a document into its archive need nothing more from the partner or a person', () => {
    expect([...archivableStates].sort()).toEqual(['accepted', 'cancelled', 'delivered', 'duplicate']);
  });
});

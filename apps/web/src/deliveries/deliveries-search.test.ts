import { deliveryStates } from '@navette/model';
import { expect, test } from 'vitest';
import { readDeliveriesSearch, stateWanted } from './deliveries-search.ts';

test('shows first what waits for a person', () => {
  expect(stateWanted(readDeliveriesSearch({}))).toBe('undelivered');
  expect(stateWanted(readDeliveriesSearch({ etat: 'autre' }))).toBe('undelivered');
});

test('keeps each state, and all of them, in the address', () => {
  for (const state of deliveryStates) expect(stateWanted(readDeliveriesSearch({ etat: state }))).toBe(state);
  expect(stateWanted(readDeliveriesSearch({ etat: 'tous' }))).toBeUndefined();
});

test('keeps the application in the address, and nothing that is none', () => {
  const application = '019a0000-0000-7000-8000-000000000001';
  expect(readDeliveriesSearch({ application })).toEqual({ application });
  expect(readDeliveriesSearch({ etat: 'held', application })).toEqual({ etat: 'held', application });
  expect(readDeliveriesSearch({ application: 'inqom' })).toEqual({});
});
